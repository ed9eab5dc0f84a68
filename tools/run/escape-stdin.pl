# Escapes stdin for the guest's serial port, which has no end of file: 0x10 becomes 0x10 0x10, and the end of the
# input becomes 0x10 0x04; 0x10 0x17 and four bytes tell the size of the terminal's window after it has changed. The kernel undoes it when it is booted with stdin=escaped. Started by tools/run/vm.sh.
# Before that come 0x00 0x01, and the kernel discards all up to the 0x01: a byte that waits in the UART when the kernel
# turns on its FIFO is lost (PC16550D, FCR bit 0), and so it is never one of the input's.
use strict;
use warnings;

binmode STDIN;
binmode STDOUT;

# Never between the pieces of something else: while that is written, a change of the size waits.
my ($is_writing, $is_resized) = (0, 0);

sub tell_size {
    my $size = pack 'S4', 0, 0, 0, 0;
    $is_resized = 0;
    return unless -t STDIN && ioctl STDIN, 0x5413, $size; # TIOCGWINSZ, ioctl_tty(2)
    my ($rows, $columns) = unpack 'S2', $size;
    send_all("\x10\x17" . pack 'vv', $columns, $rows) if $rows && $columns;
}

sub send_all {
    $is_writing = 1;
    write_all(@_);
    $is_writing = 0;
    tell_size() if $is_resized;
}

sub write_all {
    my ($bytes) = @_;
    for (my $done = 0; $done < length $bytes;) {
        my $count = syswrite STDOUT, $bytes, length($bytes) - $done, $done;
        next if !defined $count && $!{EINTR};
        exit 0 unless defined $count; # the VM has ended
        $done += $count;
    }
}

$SIG{PIPE} = 'IGNORE';
$SIG{WINCH} = sub { $is_writing ? $is_resized = 1 : tell_size() };
send_all("\x00\x01");
while (1) {
    my $count = sysread STDIN, my $bytes, 4096;
    next if !defined $count && $!{EINTR};
    last if !$count;
    $bytes =~ s/\x10/\x10\x10/g;
    send_all($bytes);
}
send_all("\x10\x04");
