// The first instructions of the kernel: PVH's 32-bit entry to long mode in the high half, then C# (kernel/KernelMain.cs).
// Entry state and structures: xen/docs/misc/pvh.pandoc and xen/include/public/arch-x86/hvm/start_info.h.
        .intel_syntax noprefix

        .equ    KERNEL_BASE, 0xFFFFFFFF80000000
        .equ    DIRECT_MAP_SLOT, 256            // 0xFFFF800000000000 >> 39 & 511
        .equ    KERNEL_SLOT, 511
        .equ    KERNEL_GIB, 510                 // second but last GiB of that slot

        .equ    START_MAGIC, 0x336EC578
        .equ    START_SIZE, 56
        .equ    COMMAND_LINE_LIMIT, 16384
        .equ    MEMORY_MAP_LIMIT, 128           // entries of 24 bytes
        .equ    MODULE_LIMIT, 4                 // entries of 32 bytes

        .equ    PRESENT, 1
        .equ    WRITABLE, 2
        .equ    LARGE, 0x80
        .equ    NO_EXECUTE_HIGH, 0x80000000     // bit 63, in the upper half of an entry

        .equ    CODE_SELECTOR, 0x08
        .equ    DATA_SELECTOR, 0x10
        .equ    CODE32_SELECTOR, 0x18

        .equ    BOOT_STACK_SIZE, 65536

        // The physical address of a symbol, for code that runs before paging.
#define PHYSICAL(symbol) (symbol - KERNEL_BASE)

        .section .note.Xen, "a", @note
        .balign 4
        .long   4, 4, 18                        // name size, descriptor size, XEN_ELFNOTE_PHYS32_ENTRY
        .asciz  "Xen"
        .long   PHYSICAL(boot_entry)

        .section .text.boot, "ax"
        .code32
        .globl  boot_entry
boot_entry:
        cli
        cld
        mov     esi, ebx
        rdtsc
        mov     dword ptr [PHYSICAL(boot_record) + 0], eax
        mov     dword ptr [PHYSICAL(boot_record) + 4], edx

        // Xen enters with null selectors, QEMU with an option ROM's table: only the hidden parts can be relied upon.
        lgdt    [PHYSICAL(boot_gdt_pointer32)]
        ljmp    CODE32_SELECTOR, offset PHYSICAL(boot_flat)
boot_flat:
        mov     eax, DATA_SELECTOR
        mov     ds, eax
        mov     es, eax
        mov     ss, eax
        xor     eax, eax
        mov     fs, eax
        mov     gs, eax
        mov     esp, offset PHYSICAL(boot_stack_end)

        // Everything that the loader left lies in RAM that the memory map calls free: copy it first.
        mov     ebx, offset PHYSICAL(message_magic)
        cmp     dword ptr [esi], START_MAGIC
        jne     boot_fail
        mov     edi, offset PHYSICAL(boot_start_info)
        mov     ecx, START_SIZE / 4
        cmp     dword ptr [esi + 4], 0          // version 0 ends before the memory map
        jne     1f
        mov     ecx, 40 / 4
1:      rep movsd
        call    copy_command_line
        call    copy_tables

        mov     eax, 0x80000000
        cpuid
        mov     ebx, offset PHYSICAL(message_long_mode)
        cmp     eax, 0x80000001
        jb      boot_fail
        mov     eax, 0x80000001
        cpuid
        mov     ebx, offset PHYSICAL(message_long_mode)
        and     edx, (1 << 29) | (1 << 20)      // long mode, no-execute
        cmp     edx, (1 << 29) | (1 << 20)
        jne     boot_fail

        call    build_page_tables
        mov     eax, 0x620                      // PAE, OSFXSR, OSXMMEXCPT
        mov     cr4, eax
        mov     eax, offset PHYSICAL(boot_pml4)
        mov     cr3, eax
        mov     ecx, 0xC0000080                 // EFER: LME, NXE
        rdmsr
        or      eax, 0x900
        wrmsr
        mov     eax, 0x80010033                 // CR0: PG, WP, NE, ET, MP, PE; EM and TS clear
        mov     cr0, eax
        ljmp    CODE_SELECTOR, offset PHYSICAL(boot_long)

// Copies the command line up to its NUL. Keeps esp.
copy_command_line:
        mov     edi, offset PHYSICAL(boot_command_line)
        mov     esi, dword ptr [PHYSICAL(boot_start_info) + 24]
        xor     ecx, ecx
        test    esi, esi
        jz      2f
1:      mov     al, byte ptr [esi + ecx]
        test    al, al
        jz      2f
        mov     byte ptr [edi + ecx], al
        inc     ecx
        cmp     ecx, COMMAND_LINE_LIMIT
        jb      1b
        mov     dword ptr [PHYSICAL(boot_record) + 20], 1
2:      mov     dword ptr [PHYSICAL(boot_record) + 16], ecx
        ret

// Copies the module list and the memory map, as many entries as there is room for; the tables need not be aligned.
copy_tables:
        mov     esi, dword ptr [PHYSICAL(boot_start_info) + 16]
        mov     eax, dword ptr [PHYSICAL(boot_start_info) + 12]
        cmp     eax, MODULE_LIMIT
        jbe     1f
        mov     eax, MODULE_LIMIT
1:      test    esi, esi
        jnz     2f
        xor     eax, eax
2:      mov     dword ptr [PHYSICAL(boot_record) + 36], eax
        shl     eax, 3
        mov     ecx, eax
        mov     edi, offset PHYSICAL(boot_modules)
        rep movsd
        mov     esi, dword ptr [PHYSICAL(boot_start_info) + 40]
        mov     eax, dword ptr [PHYSICAL(boot_start_info) + 48]
        cmp     eax, MEMORY_MAP_LIMIT
        jbe     3f
        mov     eax, MEMORY_MAP_LIMIT
3:      test    esi, esi
        jnz     4f
        xor     eax, eax
4:      mov     dword ptr [PHYSICAL(boot_record) + 32], eax
        lea     ecx, [eax + eax * 2]
        shl     ecx, 1
        mov     edi, offset PHYSICAL(boot_memory_map)
        rep movsd
        mov     eax, dword ptr [PHYSICAL(boot_start_info) + 32]
        mov     dword ptr [PHYSICAL(boot_record) + 56], eax
        mov     eax, dword ptr [PHYSICAL(boot_start_info) + 36]
        mov     dword ptr [PHYSICAL(boot_record) + 60], eax
        ret

// Identity map of the first 8 MiB for the switch itself, the first 4 GiB of RAM at the direct map, the image page by page.
build_page_tables:
        mov     dword ptr [PHYSICAL(boot_pml4)], offset PHYSICAL(boot_identity_pdpt) + (PRESENT | WRITABLE)
        mov     dword ptr [PHYSICAL(boot_pml4) + DIRECT_MAP_SLOT * 8], offset PHYSICAL(boot_direct_pdpt) + (PRESENT | WRITABLE)
        mov     dword ptr [PHYSICAL(boot_pml4) + KERNEL_SLOT * 8], offset PHYSICAL(boot_kernel_pdpt) + (PRESENT | WRITABLE)
        mov     dword ptr [PHYSICAL(boot_identity_pdpt)], offset PHYSICAL(boot_identity_pd) + (PRESENT | WRITABLE)
        mov     dword ptr [PHYSICAL(boot_kernel_pdpt) + KERNEL_GIB * 8], offset PHYSICAL(boot_kernel_pd) + (PRESENT | WRITABLE)

        mov     edi, offset PHYSICAL(boot_identity_pd)
        mov     eax, PRESENT | WRITABLE | LARGE
        mov     ecx, 4
1:      mov     dword ptr [edi], eax
        add     eax, 0x200000
        add     edi, 8
        loop    1b

        mov     edi, offset PHYSICAL(boot_direct_pdpt)
        mov     eax, offset PHYSICAL(boot_direct_pd) + (PRESENT | WRITABLE)
        mov     ecx, 4
2:      mov     dword ptr [edi], eax
        add     eax, 4096
        add     edi, 8
        loop    2b
        mov     edi, offset PHYSICAL(boot_direct_pd)
        mov     eax, PRESENT | WRITABLE | LARGE
        mov     ecx, 2048
3:      mov     dword ptr [edi], eax
        mov     dword ptr [edi + 4], NO_EXECUTE_HIGH
        add     eax, 0x200000
        add     edi, 8
        loop    3b

        // The image may reach over two page tables: 2 MiB to 6 MiB.
        mov     dword ptr [PHYSICAL(boot_kernel_pd) + 8], offset PHYSICAL(boot_kernel_pt) + (PRESENT | WRITABLE)
        mov     dword ptr [PHYSICAL(boot_kernel_pd) + 16], offset PHYSICAL(boot_kernel_pt) + 4096 + (PRESENT | WRITABLE)
        mov     esi, offset PHYSICAL(__text_start)
        mov     edi, offset PHYSICAL(__text_end)
        mov     eax, PRESENT
        xor     edx, edx
        call    map_image
        mov     esi, offset PHYSICAL(__rodata_start)
        mov     edi, offset PHYSICAL(__rodata_end)
        mov     edx, NO_EXECUTE_HIGH
        call    map_image
        mov     esi, offset PHYSICAL(__data_start)
        mov     edi, offset PHYSICAL(__kernel_end)
        mov     eax, PRESENT | WRITABLE
        call    map_image
        mov     ecx, offset PHYSICAL(boot_stack_guard) - 0x200000
        shr     ecx, 9
        mov     dword ptr [PHYSICAL(boot_kernel_pt) + ecx], 0
        mov     dword ptr [PHYSICAL(boot_kernel_pt) + ecx + 4], 0
        ret

// Maps the pages from esi to edi with the flags of eax and, in the upper half, edx.
map_image:
        cmp     esi, edi
        jae     2f
1:      mov     ecx, esi
        sub     ecx, 0x200000
        shr     ecx, 9
        lea     ebx, [esi + eax]
        mov     dword ptr [PHYSICAL(boot_kernel_pt) + ecx], ebx
        mov     dword ptr [PHYSICAL(boot_kernel_pt) + ecx + 4], edx
        add     esi, 4096
        cmp     esi, edi
        jb      1b
2:      ret

// Writes the message at ebx to the first serial port and stops.
boot_fail:
        mov     dx, 0x3FD
        mov     ecx, 100000
1:      in      al, dx
        test    al, 0x20
        jnz     2f
        loop    1b
2:      mov     dx, 0x3F8
        mov     al, byte ptr [ebx]
        test    al, al
        jz      3f
        out     dx, al
        inc     ebx
        jmp     boot_fail
3:      mov     esi, offset PHYSICAL(message_status)
4:      mov     al, byte ptr [esi]
        inc     esi
        test    al, al
        jz      5f
        out     0xE9, al
        jmp     4b
5:      mov     al, 1
        out     0xF4, al
6:      cli
        hlt
        jmp     6b

        .code64
boot_long:
        mov     rax, offset boot_high
        jmp     rax

        .section .text, "ax"
boot_high:
        mov     eax, DATA_SELECTOR
        mov     ss, eax
        xor     eax, eax
        mov     ds, eax
        mov     es, eax
        lea     rsp, boot_stack_end[rip]
        xor     ebp, ebp
        mov     qword ptr boot_pml4[rip], 0
        mov     rax, cr3
        mov     cr3, rax
        lgdt    boot_gdt_pointer64[rip]

        call    enable_extensions
        call    seed_cookie
        call    cpu_select_copy

        lea     rdi, boot_record[rip]
        lea     rax, boot_command_line[rip]
        mov     [rdi + 8], rax
        lea     rax, boot_memory_map[rip]
        mov     [rdi + 24], rax
        lea     rax, boot_modules[rip]
        mov     [rdi + 40], rax
        mov     eax, offset PHYSICAL(__kernel_start)
        mov     [rdi + 64], rax
        mov     eax, offset PHYSICAL(__kernel_end)
        mov     [rdi + 72], rax

        mov     rdi, __modules_start[rip]
        call    module_startup
        lea     rdi, boot_record[rip]
        call    kmain
1:      cli
        hlt
        jmp     1b

// XSAVE with x87, SSE and AVX where the CPU has them; SMEP and SMAP, so that the kernel cannot touch user pages by mistake, and
// UMIP: TCG keeps code by these bits of CR4 and would translate it again, so all of them are set before any C# runs.
enable_extensions:
        push    rbx
        mov     eax, 1
        xor     ecx, ecx
        cpuid
        test    ecx, 1 << 26
        jz      1f
        mov     rax, cr4
        or      eax, 1 << 18                    // OSXSAVE
        mov     cr4, rax
        mov     eax, 0xD
        xor     ecx, ecx
        cpuid
        and     eax, 7
        xor     edx, edx
        xor     ecx, ecx
        xsetbv
1:      xor     eax, eax
        cpuid
        cmp     eax, 7
        jb      2f
        mov     eax, 7
        xor     ecx, ecx
        cpuid
        mov     rax, cr4
        and     ecx, 1 << 2                     // UMIP: CR4 bit 11
        shl     ecx, 9
        or      eax, ecx
        mov     ecx, ebx
        and     ecx, 1 << 7                     // SMEP: CR4 bit 20
        shl     ecx, 13
        or      eax, ecx
        and     ebx, 1 << 20                    // SMAP: CR4 bit 21
        shl     ebx, 1
        or      eax, ebx
        mov     cr4, rax
2:      pop     rbx
        ret

// Before the first C# frame: a function that sees the cookie change takes it for a smashed stack.
seed_cookie:
        push    rbx
        rdtsc
        shl     rdx, 32
        or      rax, rdx
        mov     r8, rax
        mov     eax, 1
        xor     ecx, ecx
        cpuid
        test    ecx, 1 << 30
        jz      2f
        mov     ecx, 10
1:      rdrand  rax
        jc      3f
        loop    1b
2:      mov     rax, 0x9E3779B97F4A7C15
        imul    rax, r8
3:      xor     rax, r8
        mov     __security_cookie[rip], rax
        pop     rbx
        ret

        .section .rodata
message_magic:
        .asciz  "ninesharp: not started by a PVH loader\r\n"
message_long_mode:
        .asciz  "ninesharp: this CPU has no long mode\r\n"
message_status:
        .asciz  "panic\n"

        .section .data
        .balign 16
boot_gdt:
        .quad   0
        .quad   0x00AF9B000000FFFF              // 0x08: 64-bit code
        .quad   0x00CF93000000FFFF              // 0x10: data
        .quad   0x00CF9B000000FFFF              // 0x18: 32-bit code, until long mode
boot_gdt_end:
boot_gdt_pointer32:
        .short  boot_gdt_end - boot_gdt - 1
        .long   PHYSICAL(boot_gdt)
boot_gdt_pointer64:
        .short  boot_gdt_end - boot_gdt - 1
        .quad   boot_gdt

        .section .bss, "aw", @nobits
        .balign 4096
        .globl  boot_pml4, boot_stack_guard, boot_stack_end
boot_pml4:              .skip 4096
boot_identity_pdpt:     .skip 4096
boot_identity_pd:       .skip 4096
boot_direct_pdpt:       .skip 4096
boot_direct_pd:         .skip 4 * 4096
boot_kernel_pdpt:       .skip 4096
boot_kernel_pd:         .skip 4096
boot_kernel_pt:         .skip 2 * 4096
boot_stack_guard:       .skip 4096
boot_stack:             .skip BOOT_STACK_SIZE
boot_stack_end:

// Kernel.Boot.BootRecord
boot_record:            .skip 80
boot_start_info:        .skip START_SIZE
        .balign 8
boot_memory_map:        .skip MEMORY_MAP_LIMIT * 24
boot_modules:           .skip MODULE_LIMIT * 32
boot_command_line:      .skip COMMAND_LINE_LIMIT

        .section .note.GNU-stack, "", @progbits
