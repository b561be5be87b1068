"""Handing over what waits.

Lives here: choosing mail or webhook by the address, a few attempts with pauses between, and not
asking again in the same run a server that gave no answer. Does not live here: what is kept of it
(`running`), one attempt (`mail`, `webhook`).
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence

from searchkit.alerts.deadlines import NotDelivered
from searchkit.alerts.ledger import Delivery
from searchkit.alerts.messages import MAILTO
from searchkit.model.alerts import Alert, SavedSearch
from searchkit.model.errors import InvalidArgument

ATTEMPTS = 3
"""In one run; what fails waits for the next."""
PAUSES = (1.0, 4.0)
"""Seconds before the second attempt and the third."""


def checked_target(to: str) -> str:
    """Where alerts may go.

    Raises:
        InvalidArgument: it is neither `mailto:ADDRESS` nor the address of a webhook.
    """
    if to.startswith(MAILTO):
        from searchkit.alerts.mail import checked_address

        return MAILTO + checked_address(to.removeprefix(MAILTO))
    from searchkit.alerts.webhook import checked_webhook

    return checked_webhook(to)


def check_settings(to: str, environment: Mapping[str, str] = os.environ) -> None:
    """Whether the environment says all that is needed to deliver to an address.

    Raises:
        InvalidArgument: something is missing or wrong.
    """
    if to.startswith(MAILTO):
        from searchkit.alerts.mail import smtp_from

        smtp_from(environment)
        return
    from searchkit.alerts.webhook import secret_from

    secret_from(environment)


class Courier:
    """Hands deliveries over, in one run.

    Args:
        environment: says how.
        sleep: waits for seconds.
    """

    def __init__(
        self,
        environment: Mapping[str, str] = os.environ,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._environment, self._sleep = environment, sleep
        self._failed: dict[str, str] = {}

    def hand_over(self, search: SavedSearch, alerts: Sequence[Alert], delivery: Delivery) -> str:
        """Try to deliver; returns why it failed, or nothing.

        Args:
            search: what the alerts are of.
            alerts: those of the delivery.
            delivery: where to, and its key.
        """
        if delivery.to in self._failed:
            return self._failed[delivery.to]
        try:
            self._try(self._attempt(search, alerts, delivery))
        except (NotDelivered, InvalidArgument) as error:
            self._failed[delivery.to] = str(error)
            return str(error)
        return ""

    def _try(self, attempt: Callable[[], None]) -> None:
        for number in range(ATTEMPTS):
            try:
                attempt()
                return
            except NotDelivered as error:
                if not error.again or number == ATTEMPTS - 1:
                    raise
                self._sleep(max(error.wait, PAUSES[number]))

    def _attempt(
        self, search: SavedSearch, alerts: Sequence[Alert], delivery: Delivery
    ) -> Callable[[], None]:
        if delivery.to.startswith(MAILTO):
            from searchkit.alerts import mail
            from searchkit.alerts.messages import mail as mail_of

            server = mail.smtp_from(self._environment)
            message = mail_of(search, alerts, delivery, server.sender)
            return lambda: mail.send(message, server)
        from searchkit.alerts import webhook
        from searchkit.alerts.messages import webhook_body

        secret = webhook.secret_from(self._environment)
        body = webhook_body(search, alerts, delivery)
        return lambda: webhook.post(delivery.to, delivery.key, body, secret)
