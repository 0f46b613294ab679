"""The filter of system calls, as the kernel reads it."""

from isolation import seccomp


def test_the_filter_is_whole_instructions_for_each_machine() -> None:
    for machine in ("x86_64", "aarch64", "riscv64"):
        assert len(seccomp.filter_program(machine)) % 8 == 0
    assert seccomp.filter_program("x86_64") != seccomp.filter_program("aarch64")
