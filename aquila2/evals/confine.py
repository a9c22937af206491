"""Runs in a process of its own: takes its own rights away, then runs a program that a model wrote.

Reads one JSON object from stdin (`program`, `seconds`, `bytes`, `token`) and writes the token to stdout when the
program has run to its end. Started by path, with nothing of the package: what is imported here a program could use.

A seccomp filter (Linux) lets only these system calls through that pure computation needs, and opens files for reading
alone; all others fail with EPERM. So there is no network, no write to any file, no other process, no signal, whatever
the program finds in Python to try. There is no way back from it, for this process and what it may start.
"""

import ctypes
import json
import os
import platform
import resource
import signal
import struct
import sys

_X86_64, _AARCH64 = 0xC000003E, 0xC00000B7
_ALLOW, _KILL, _EPERM = 0x7FFF0000, 0x80000000, 0x00050001
_LOAD, _EQUAL, _ANY_BIT, _RETURN = 0x20, 0x15, 0x45, 0x06
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_OPENAT = {_X86_64: 257, _AARCH64: 56}
_ALLOWED = {
    # read, write, close, fstat, poll, lseek, mmap, mprotect, munmap, brk, rt_sigaction, rt_sigprocmask, rt_sigreturn,
    # pread64, readv, writev, mremap, madvise, dup, getpid, exit, uname, fcntl, getcwd, readlink, gettimeofday,
    # getrlimit, getrusage, sysinfo, getuid, getgid, geteuid, getegid, sigaltstack, gettid, futex, sched_getaffinity,
    # getdents64, clock_gettime, clock_getres, clock_nanosleep, nanosleep, exit_group, newfstatat, readlinkat,
    # faccessat, access, stat, lstat, getrandom, statx, rseq, faccessat2, sched_yield, ioctl, time
    _X86_64: (
        *(0, 1, 3, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 17, 19, 20, 25, 28, 32, 39, 60, 63, 72, 79, 89, 96, 97, 98, 99),
        *(102, 104, 107, 108, 131, 186, 202, 204, 217, 228, 229, 230, 35, 231, 262, 267, 269, 21, 4, 6, 318, 332, 334),
        *(439, 24, 16, 201),
    ),
    _AARCH64: (
        *(
            63,
            64,
            57,
            80,
            73,
            62,
            222,
            226,
            215,
            214,
            134,
            135,
            139,
            67,
            65,
            66,
            216,
            233,
            23,
            172,
            93,
            160,
            25,
            17,
            78,
        ),
        *(169, 163, 165, 179, 174, 176, 175, 177, 132, 178, 98, 123, 61, 113, 114, 115, 101, 94, 79, 48, 278, 291, 293),
        *(439, 124, 29),
    ),
}


def filter_program(arch: int) -> bytes:
    """The filter in BPF: struct sock_filter {code: u16, jt: u8, jf: u8, k: u32}, over struct seccomp_data."""
    allowed = _ALLOWED[arch]
    steps = [
        (_LOAD, 0, 0, 4),  # arch
        (_EQUAL, 1, 0, arch),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, 0),  # number
        (_EQUAL, 0, 3, _OPENAT[arch]),
        (_LOAD, 0, 0, 16 + 8 * 2),  # flags, the third argument's low half
        (_ANY_BIT, 0, len(allowed) + 2, _WRITES),
        (_RETURN, 0, 0, _EPERM),
        *((_EQUAL, len(allowed) - i, 0, number) for i, number in enumerate(allowed)),
        (_RETURN, 0, 0, _EPERM),
        (_RETURN, 0, 0, _ALLOW),
    ]
    return b"".join(struct.pack("HBBI", *step) for step in steps)


def confine(seconds: float, num_bytes: int) -> None:
    """Take the rights away. Raises OSError where the system has no such filter."""
    for what, most in (
        (resource.RLIMIT_CPU, int(seconds) + 1),
        (resource.RLIMIT_AS, num_bytes),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    arch = {"x86_64": _X86_64, "aarch64": _AARCH64}.get(platform.machine())
    if arch is None or sys.platform != "linux":
        raise OSError(f"no filter is known for {sys.platform} on {platform.machine()}")
    program = filter_program(arch)
    held = ctypes.create_string_buffer(program)
    header = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(held))
    libc = ctypes.CDLL(None, use_errno=True)
    no_new_privileges, set_seccomp, filter_mode = 38, 22, 2
    if libc.prctl(no_new_privileges, 1, 0, 0, 0) or libc.prctl(set_seccomp, filter_mode, ctypes.c_char_p(header), 0, 0):
        raise OSError(ctypes.get_errno(), "the system refuses a seccomp filter")


def main() -> None:
    """Run the program that stdin has. Exit status: 0 ran to its end, 1 raised, 3 could not be confined."""
    given = json.load(sys.stdin)
    token, out = given["token"].encode(), sys.stdout.fileno()
    try:
        confine(given["seconds"], given["bytes"])
    except (OSError, ValueError) as error:
        sys.stderr.write(str(error))
        sys.exit(3)
    sys.stdin = sys.stdout = open(os.devnull)  # noqa: SIM115 (it lives as long as the process)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        exec(compile(given["program"], "program", "exec"), {"__name__": "__main__"})
    except BaseException as error:
        os.write(2, f"{type(error).__name__}: {error}"[:1000].encode("utf-8", "replace"))
        os._exit(1)
    os.write(out, token)
    os._exit(0)


if __name__ == "__main__":
    main()
