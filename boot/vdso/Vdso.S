// Code that the app runs in ring 3 to ask for the time without a syscall (vdso(7)); linked on its own as an ELF shared object, which
// VdsoImage.S beside it puts into the kernel and kernel/Process/Vdso.cs maps behind the page that it reads.
        .intel_syntax noprefix

        .equ    SYS_GETTIMEOFDAY, 96
        .equ    SYS_TIME, 201
        .equ    SYS_CLOCK_GETTIME, 228
        .equ    SYS_CLOCK_GETRES, 229

        // Kernel.Process.Vdso.TimePage
        .equ    HAS_SCALE, 1
        .equ    HAS_DATE, 2
        .equ    PAGE_FLAGS, 0
        .equ    PAGE_START, 8
        .equ    PAGE_MULTIPLIER, 16
        .equ    PAGE_SHIFT, 24
        .equ    PAGE_SECONDS, 32
        .equ    PAGE_NANOSECONDS, 40

        // clockid_t as bits: MONOTONIC, MONOTONIC_RAW, MONOTONIC_COARSE, BOOTTIME; REALTIME, REALTIME_COARSE, TAI.
        .equ    MONOTONIC_CLOCKS, 1 << 1 | 1 << 4 | 1 << 6 | 1 << 7
        .equ    REALTIME_CLOCKS, 1 << 0 | 1 << 5 | 1 << 11

        .macro  function name
        .globl  __vdso_\name
        .weak   \name
        .type   __vdso_\name, @function
        .type   \name, @function
        .balign 16
__vdso_\name:
\name:
        .cfi_startproc
        .endm

        .macro  end_function name
        .cfi_endproc
        .size   __vdso_\name, . - __vdso_\name
        .size   \name, . - \name
        .endm

        .text

// int clock_gettime(clockid_t clock, struct timespec *time)
function clock_gettime
        cmp     edi, 11
        ja      2f
        mov     eax, MONOTONIC_CLOCKS
        bt      eax, edi
        jc      1f
        mov     eax, REALTIME_CLOCKS
        bt      eax, edi
        jnc     2f
        test    byte ptr time_page[rip + PAGE_FLAGS], HAS_DATE
        jz      2f
        call    read_date
        mov     [rsi], rax
        mov     [rsi + 8], rdx
        xor     eax, eax
        ret
1:      test    byte ptr time_page[rip + PAGE_FLAGS], HAS_SCALE
        jz      2f
        call    read_monotonic
        mov     [rsi], rax
        mov     [rsi + 8], rdx
        xor     eax, eax
        ret
2:      mov     eax, SYS_CLOCK_GETTIME
        syscall
        ret
end_function clock_gettime

// int gettimeofday(struct timeval *time, struct timezone *zone)
function gettimeofday
        test    byte ptr time_page[rip + PAGE_FLAGS], HAS_DATE
        jz      3f
        test    rdi, rdi
        jz      1f
        mov     r9, rsi
        call    read_date
        mov     rsi, r9
        mov     [rdi], rax
        mov     rax, rdx
        xor     edx, edx
        mov     ecx, 1000
        div     rcx
        mov     [rdi + 8], rax
1:      test    rsi, rsi
        jz      2f
        mov     qword ptr [rsi], 0
2:      xor     eax, eax
        ret
3:      mov     eax, SYS_GETTIMEOFDAY
        syscall
        ret
end_function gettimeofday

// time_t time(time_t *time)
function time
        test    byte ptr time_page[rip + PAGE_FLAGS], HAS_DATE
        jz      2f
        call    read_date
        test    rdi, rdi
        jz      1f
        mov     [rdi], rax
1:      ret
2:      mov     eax, SYS_TIME
        syscall
        ret
end_function time

// int clock_getres(clockid_t clock, struct timespec *resolution)
function clock_getres
        mov     eax, SYS_CLOCK_GETRES
        syscall
        ret
end_function clock_getres

// int getcpu(unsigned *cpu, unsigned *node, void *unused): there is one of each.
function getcpu
        test    rdi, rdi
        jz      1f
        mov     dword ptr [rdi], 0
1:      test    rsi, rsi
        jz      2f
        mov     dword ptr [rsi], 0
2:      xor     eax, eax
        ret
end_function getcpu

// rax seconds, rdx nanoseconds since boot, as Kernel.Time.Clock computes them. Changes rcx and r8 besides.
read_monotonic:
        .cfi_startproc
        lfence
        rdtsc
        shl     rdx, 32
        or      rax, rdx
        sub     rax, time_page[rip + PAGE_START]
        mul     qword ptr time_page[rip + PAGE_MULTIPLIER]
        mov     ecx, time_page[rip + PAGE_SHIFT]
        test    cl, 64
        jnz     1f
        shrd    rax, rdx, cl
        jmp     2f
1:      mov     rax, rdx
        shr     rax, cl
2:      xor     edx, edx
        mov     ecx, 1000000000
        div     rcx
        ret
        .cfi_endproc

// The same since 1970.
read_date:
        .cfi_startproc
        call    read_monotonic
        add     rax, time_page[rip + PAGE_SECONDS]
        add     rdx, time_page[rip + PAGE_NANOSECONDS]
        cmp     rdx, rcx
        jb      1f
        sub     rdx, rcx
        inc     rax
1:      ret
        .cfi_endproc

        .section .note.GNU-stack, "", @progbits
