"""The kernels as compiled code, where there is some.

Lives here: a module for each module of `searchkit.kernels.plain` of which the kernel computes a
part; it has the same functions with the same signatures, and takes those that are not compiled
from there. Does not live here: the loops (`kernel/src`), what they mean
(`searchkit.kernels.plain`), whether this package is used (`searchkit.kernels.choice`).

What the kernel is not sure of, it declines, and the plain twin computes it. So damaged arrays
cause the plain twin's errors, and nothing is decided twice.
"""
