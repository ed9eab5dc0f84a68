# Escapes stdin for the guest's serial port, which has no end of file: 0x10 becomes 0x10 0x10, and the end of the
# input becomes 0x10 0x04. The kernel undoes it when it is booted with stdin=escaped. Started by tools/run/vm.sh.
# Before that come 0x00 0x01, and the kernel discards all up to the 0x01: a byte that waits in the UART when the kernel
# turns on its FIFO is lost (PC16550D, FCR bit 0), and so it is never one of the input's.
use strict;
use warnings;

binmode STDIN;
binmode STDOUT;

sub write_all {
    my ($bytes) = @_;
    for (my $done = 0; $done < length $bytes;) {
        my $count = syswrite STDOUT, $bytes, length($bytes) - $done, $done;
        exit 0 unless defined $count; # the VM has ended
        $done += $count;
    }
}

$SIG{PIPE} = 'IGNORE';
write_all("\x00\x01");
while (1) {
    my $count = sysread STDIN, my $bytes, 4096;
    next if !defined $count && $!{EINTR};
    last if !$count;
    $bytes =~ s/\x10/\x10\x10/g;
    write_all($bytes);
}
write_all("\x10\x04");
