package net.groupvpn.gateway.nat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** A server, and the NAT's connection to it. Reads and writes as much as a test allows. */
final class FakeServer implements Outside.Connection {
  final NatFlow flow;
  final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private ByteBuffer sending = ByteBuffer.allocate(0);

  /** How many bytes more it takes. */
  long willRead = Long.MAX_VALUE;

  /** Whether it ends its half after what it sends. */
  boolean endsAfterSending;

  boolean isConnected;
  boolean sawEnd;
  boolean isClosed;
  boolean wasReset;
  private boolean saidEnd;

  FakeServer(NatFlow flow) {
    this.flow = flow;
  }

  void accept(long now) {
    isConnected = true;
    flow.onConnected(now);
  }

  /** Gives it something to send. */
  void send(byte[] bytes) {
    ByteBuffer all = ByteBuffer.allocate(sending.remaining() + bytes.length);
    sending = all.put(sending).put(bytes).flip();
  }

  @Override
  public void update(long now) {
    if (!isConnected || isClosed) {
      return;
    }
    for (ByteBuffer bytes = flow.pipe().forServer(); bytes.hasRemaining() && willRead > 0; ) {
      byte[] part = new byte[(int) Math.min(willRead, bytes.remaining())];
      bytes.get(part);
      received.writeBytes(part);
      willRead -= part.length;
      flow.pipe().onWritten(now, part.length);
      bytes = flow.pipe().forServer();
    }
    sawEnd |= flow.pipe().isMemberDone();
    read(now);
  }

  private void read(long now) {
    int total = 0;
    for (int room = flow.pipe().room(); room > 0 && sending.hasRemaining(); ) {
      ByteBuffer space = flow.pipe().space(room);
      if (space == null) {
        break;
      }
      int part = Math.min(space.remaining(), sending.remaining());
      space.put(sending.slice().limit(part));
      sending.position(sending.position() + part);
      flow.pipe().onRead(part);
      total += part;
      room -= part;
    }
    if (total > 0) {
      flow.pipe().onReadPaused(now);
    }
    if (!sending.hasRemaining() && endsAfterSending && !saidEnd && !isClosed) {
      saidEnd = true;
      flow.onServerEof(now);
    }
  }

  int unsent() {
    return sending.remaining();
  }

  @Override
  public void close(boolean isReset) {
    isClosed = true;
    wasReset = isReset;
  }
}
