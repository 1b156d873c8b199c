package net.groupvpn.gateway.nat;

import net.groupvpn.dhcpdns.packet.TcpSegment;

/** Writes what one connection says to its member, and notes what that settles. */
final class TcpOutput implements SenderLink {
  private static final byte[] NO_OPTIONS = {};

  private final NatContext context;
  private final Timed timers;
  private final MemberAccount account;
  private final TcpReceiver receiver;
  private final ByteQueue toMember;
  private final SegmentWriter writer;

  /** Whether something came that is not acknowledged yet. */
  boolean isAckDue;

  TcpOutput(NatContext context, NatFlow flow, TcpReceiver receiver, ByteQueue toMember) {
    this.context = context;
    this.timers = flow;
    this.account = flow.account;
    this.receiver = receiver;
    this.toMember = toMember;
    this.writer = new SegmentWriter(flow.key);
  }

  void syn(int sequence, byte[] options) {
    int flags = TcpSegment.SYN | TcpSegment.ACK;
    send(writer.finish(writer.begin(sequence, flags, receiver, options, 0)));
  }

  void acknowledge(int sequence) {
    isAckDue = false;
    send(writer.acknowledgement(sequence, receiver));
  }

  void reset(int sequence) {
    int flags = TcpSegment.RST | TcpSegment.ACK;
    send(writer.finish(writer.begin(sequence, flags, receiver, NO_OPTIONS, 0)));
  }

  @Override
  public void emit(int sequence, int flags, int position, int length) {
    isAckDue = false;
    SegmentWriter.Unfinished unfinished =
        writer.begin(sequence, flags, receiver, NO_OPTIONS, length);
    if (length > 0) {
      toMember.copyOut(position, unfinished.packet(), unfinished.dataAt(), length);
    }
    send(writer.finish(unfinished));
  }

  private void send(byte[] packet) {
    context.output().send(account, packet);
  }

  @Override
  public void set(NatTimer timer, long atNanos) {
    timers.set(timer, atNanos);
  }

  @Override
  public void clear(NatTimer timer) {
    timers.clear(timer);
  }

  @Override
  public boolean isSet(NatTimer timer) {
    return timers.isSet(timer);
  }

  @Override
  public void count(NatCounter counter) {
    context.counts().increment(counter);
  }
}
