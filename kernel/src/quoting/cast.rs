//! Who may speak in a statement, and whom a mention means: `searchkit/quotations/cast.py`.

use hashbrown::HashMap;

use crate::quoting::befores::{Before, Befores};
use crate::quoting::mentions::{Mention, Pronoun, Sex, are_joined, mentions};
use crate::quoting::names::{are_alike, differ_by_one};
use crate::quoting::office::Office;
use crate::quoting::speech::{AND, BODY, Speech, WHOLE};
use crate::quoting::words::{Word, each_sentence, words};
use crate::quoting::{Codes, LINE};

const MOST: usize = 200;
const SPACE: u16 = b' ' as u16;

/// Which of the people of a cast.
pub type Who = usize;

struct Person {
    name: Vec<u16>,
    /// The words of the name, folded.
    words: Vec<Vec<u16>>,
    is_known: bool,
    sex: Option<Sex>,
    office: Option<Office>,
    governs: bool,
    is_quotable: bool,
}

/// The people of a statement.
pub struct Cast<'t> {
    speech: &'t Speech,
    people: Vec<Person>,
    by_name: HashMap<Vec<u16>, Who>,
    by_last: HashMap<Vec<u16>, Vec<Who>>,
    /// Those that are known, in order.
    known: Vec<Who>,
    /// Those that hold an office, in order.
    holders: Vec<Who>,
    governing: Vec<Who>,
    befores: Befores<'t>,
    /// Those of the front matter.
    pub ministers: Vec<Who>,
}

impl<'t> Cast<'t> {
    /// `ministers`: the names of the front matter, without honorifics.
    pub fn new(
        speech: &'t Speech,
        title: &'t Codes,
        text: &'t Codes,
        ministers: &[Vec<u16>],
    ) -> Self {
        let mut made = Self {
            speech,
            people: Vec::new(),
            by_name: HashMap::new(),
            by_last: HashMap::new(),
            known: Vec::new(),
            holders: Vec::new(),
            governing: Vec::new(),
            befores: Befores::default(),
            ministers: Vec::new(),
        };
        for name in ministers.iter().filter(|name| !name.is_empty()) {
            let who = made.known_as(name.clone());
            if !made.ministers.contains(&who) {
                made.ministers.push(who);
            }
        }
        made.read(title, |_, _| {});
        let mut doubtful = Vec::new();
        made.read(text, |speech, sentence| {
            doubtful.extend(
                mentions(speech, sentence)
                    .into_iter()
                    .filter(|one| one.titled && !one.name.is_empty()),
            );
        });
        // What is a name for certain first: it may be what others have at their ends.
        let (guessed, certain): (Vec<_>, Vec<_>) =
            doubtful.into_iter().partition(|one| one.guessed);
        for one in certain.iter().chain(&guessed) {
            if !one.guessed || made.matching(&one.name).is_some() {
                let who = made.person(&one.name, one.governs);
                made.learn(who, one);
            }
        }
        made
    }

    pub fn speech(&self) -> &'t Speech {
        self.speech
    }

    /// The name of somebody.
    pub fn name(&self, who: Who) -> &Codes {
        &self.people[who].name
    }

    /// The people whom the subject of a clause names.
    pub fn speakers(
        &mut self,
        subject: &[Word<'t>],
        recent: &[Who],
        nearest: bool,
        may_be_new: bool,
    ) -> Vec<Who> {
        let mut found = mentions(self.speech, subject);
        found.retain(|one| !subject[one.last - 1].owns);
        if !nearest {
            // "The group of Ministers" is not who acts, but "the Ministers" are.
            found.retain(|one| !one.many || is_whole(subject, one));
        }
        if found.iter().any(Mention::is_person) {
            // The rest of "Arts, Culture and Sport Minister" are no people.
            found.retain(|one| one.is_person() || self.matching(&one.name).is_some());
        }
        let mut meant = Vec::new();
        for one in &found {
            let people = self.meant(one, recent, may_be_new);
            if !people.is_empty() {
                meant.push((one, people));
            }
        }
        if meant.is_empty() {
            return Vec::new();
        }
        let together =
            |place: usize| self.speak_together(subject, meant[place - 1].0, meant[place].0);
        let group = if nearest {
            let last = meant.len() - 1;
            let first = (1..=last)
                .rev()
                .find(|&place| !together(place))
                .unwrap_or(0);
            first..last + 1
        } else {
            0..(1..meant.len())
                .find(|&place| !together(place))
                .unwrap_or(meant.len())
        };
        let mut people = Vec::new();
        for &who in meant[group].iter().flat_map(|(_, people)| people) {
            if !people.contains(&who) {
                people.push(who);
            }
        }
        people
    }

    /// Whether two mentions that follow one another speak together.
    fn speak_together(&self, subject: &[Word<'t>], one: &Mention<'t>, other: &Mention<'t>) -> bool {
        if !are_joined(subject, one, other) {
            return false;
        }
        one.is_person() || self.matching(&one.name).is_some() || subject[other.first - 1].is(AND)
    }

    /// Whether a name is a person's, as far as the statement tells.
    pub fn knows(&self, who: Who) -> bool {
        self.people[who].is_known
    }

    /// Whether somebody whom narration names may be quoted after it: not an opponent.
    pub fn is_quotable(&self, who: Who) -> bool {
        self.people[who].is_quotable
    }

    /// Whether somebody is of the front matter, or named with an office of the government.
    pub fn governs(&self, who: Who) -> bool {
        self.people[who].governs || self.ministers.contains(&who)
    }

    /// Note which capitalised words stand before which; calls `with` on each sentence.
    fn read(&mut self, text: &'t Codes, mut with: impl FnMut(&'t Speech, &[Word<'t>])) {
        let speech = self.speech;
        let mut at = 0;
        for line in text.split(|&code| code == LINE) {
            let every = words(speech, text, at, at + line.len());
            each_sentence(speech, &every, |sentence| {
                self.befores.add(speech, sentence);
                with(speech, sentence);
            });
            at += line.len() + 1;
        }
    }

    fn learn(&mut self, who: Who, mention: &Mention<'t>) {
        let person = &mut self.people[who];
        person.sex = person.sex.or(mention.sex);
        if !person.is_known {
            return;
        }
        if let Some(office) = mention
            .office
            .as_ref()
            .filter(|office| !office.words.is_empty())
        {
            match &mut person.office {
                Some(held) => held.add_all(office),
                None => {
                    person.office = Some(office.clone());
                    self.holders.push(who);
                }
            }
            person.is_quotable |= !office.opposes();
        }
        if mention.governs && !person.governs {
            person.governs = true;
            self.governing.push(who);
        }
    }

    /// Somebody of this name.
    fn who(&mut self, name: Vec<u16>) -> Who {
        if let Some(&who) = self.by_name.get(&name) {
            return who;
        }
        let words = name
            .split(|&code| code == SPACE)
            .map(|word| self.speech.fold(word))
            .collect();
        self.by_name.insert(name.clone(), self.people.len());
        self.people.push(Person {
            name,
            words,
            is_known: false,
            sex: None,
            office: None,
            governs: false,
            is_quotable: false,
        });
        self.people.len() - 1
    }

    /// Make a person known.
    fn known_as(&mut self, name: Vec<u16>) -> Who {
        let who = self.who(name);
        let person = &mut self.people[who];
        if !person.is_known && self.known.len() < MOST {
            person.is_known = true;
            self.known.push(who);
            let last = person.words.last().cloned().unwrap_or_default();
            self.by_last.entry(last).or_default().push(who);
        }
        who
    }

    /// The person known whom a name means.
    fn matching(&self, name: &[&'t Codes]) -> Option<Who> {
        let speech = self.speech;
        let (last, before) = name.split_last()?;
        let last = speech.fold(last);
        let people = self.by_last.get(&last).map_or(&[][..], Vec::as_slice);
        if let (Some(first), Some(second)) = (before.first(), before.last()) {
            let (first, second) = (speech.fold(first), speech.fold(second));
            return people.iter().copied().find(|&who| {
                let words = &self.people[who].words;
                words.contains(&second) || are_alike(&first, &words[0])
            });
        }
        if let Some(&latest) = people.last() {
            return Some(latest);
        }
        let mut named = self
            .known
            .iter()
            .filter(|&&who| self.people[who].words[0] == last);
        named.next().filter(|_| named.next().is_none()).copied()
    }

    /// The person whom a titled name means, known or not.
    fn person(&mut self, name: &[&'t Codes], governs: bool) -> Who {
        if let Some(known) = self.matching(name) {
            return known;
        }
        if let Some(known) = self.written_otherwise(name, governs) {
            return known;
        }
        if let [last] = name {
            let folded = self.speech.fold(last);
            if let Some(first) = self.befores.of(self.speech, &folded).and_then(Before::most) {
                return self.known_as([first, last].join(&SPACE));
            }
        }
        self.known_as(name.join(&SPACE))
    }

    /// The minister whose name this is, too: mistyped by one letter, or, of a member of the
    /// government, with a first name that the front matter has not.
    fn written_otherwise(&mut self, name: &[&'t Codes], governs: bool) -> Option<Who> {
        let speech = self.speech;
        let last = speech.fold(name.last()?);
        let first = speech.fold(name.first()?);
        let mut found = None;
        for minister in self.ministers.clone() {
            let words = self.people[minister].words.clone();
            let (called, own) = (words.first()?, words.last()?);
            let same = if *own == last {
                governs
                    && !self
                        .befores
                        .of(speech, &last)
                        .is_some_and(|some| some.words().any(|one| speech.fold(one) == *called))
            } else {
                differ_by_one(own, &last) && (name.len() == 1 || are_alike(&first, called))
            };
            if same && found.replace(minister).is_some() {
                return None;
            }
        }
        found
    }

    fn meant(&mut self, one: &Mention<'t>, recent: &[Who], may_be_new: bool) -> Vec<Who> {
        if let Some(pronoun) = one.pronoun {
            return self.pronoun(pronoun, recent);
        }
        let is_guess = || one.guessed && self.matching(&one.name).is_none();
        if one.name.is_empty() || is_guess() {
            return self.holder(one, recent);
        }
        if one.titled {
            return vec![self.person(&one.name, one.governs)];
        }
        for begin in 0..one.name.len() {
            let known = self.matching(&one.name[begin..]);
            if let Some(known) = known.filter(|_| begin == 0 || one.name.len() - begin > 1) {
                return vec![known];
            }
        }
        if may_be_new {
            vec![self.stranger(&one.name)]
        } else {
            Vec::new()
        }
    }

    /// Somebody named without a title whom nothing else names.
    fn stranger(&mut self, name: &[&'t Codes]) -> Who {
        let speech = self.speech;
        let is_none = |word: &&Codes| {
            speech.classes_of(&speech.fold(word)) & BODY != 0
                || (word.len() > 2 && speech.is_upper(word))
        };
        let full = name.join(&SPACE);
        if (2..=3).contains(&name.len()) && !name.iter().any(is_none) {
            self.known_as(full)
        } else {
            self.who(full)
        }
    }

    fn pronoun(&self, pronoun: Pronoun, recent: &[Who]) -> Vec<Who> {
        let sex = match pronoun {
            Pronoun::They => return self.all(),
            Pronoun::He => Sex::Male,
            Pronoun::She => Sex::Female,
        };
        let fits = |who: &&Who| self.people[**who].sex.is_none_or(|one| one == sex);
        if let Some(&latest) = recent.iter().rev().find(fits) {
            return vec![latest];
        }
        let mut fitting = self.ministers.iter().filter(fits);
        let only = fitting.next().filter(|_| fitting.next().is_none());
        only.into_iter().copied().collect()
    }

    /// The ministers of a joint statement.
    fn all(&self) -> Vec<Who> {
        let mut all = self.ministers.clone();
        if all.len() < 2 {
            let others = self
                .governing
                .iter()
                .filter(|who| !self.ministers.contains(who));
            all.extend(others);
        }
        all
    }

    /// Who holds the office that a mention names.
    fn holder(&self, one: &Mention<'t>, recent: &[Who]) -> Vec<Who> {
        if one.many {
            return self.all();
        }
        let office = one
            .office
            .as_ref()
            .filter(|office| !office.words.is_empty());
        if let Some(office) = office {
            let mut best: Option<(usize, usize, Who)> = None;
            for &who in &self.holders {
                let Some(held) = &self.people[who].office else {
                    continue;
                };
                let (shared, size) = (office.shared(held), held.words.len());
                if best.is_none_or(|(most, least, _)| {
                    shared > most || (shared == most && size < least)
                }) {
                    best = Some((shared, size, who));
                }
            }
            if let Some((_, _, who)) = best.filter(|(shared, ..)| 2 * shared >= office.words.len())
            {
                return vec![who];
            }
        }
        if !one.governs {
            return Vec::new();
        }
        if office.is_none() {
            if let Some(&latest) = recent.iter().rev().find(|&&who| self.governs(who)) {
                return vec![latest];
            }
        }
        if self.ministers.len() == 1 {
            self.ministers.clone()
        } else {
            Vec::new()
        }
    }
}

/// Whether "Ministers" are a subject of their own.
fn is_whole(subject: &[Word<'_>], one: &Mention<'_>) -> bool {
    one.pronoun.is_some() || one.first == 0 || subject[one.first - 1].is(WHOLE)
}
