package net.groupvpn.gateway.nat;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one connection between its member and its server, both ways, for whoever holds the
 * socket. It takes from the server only what the member's window will soon have room for. Of the
 * NAT's thread only.
 */
public final class TcpPipe {
  private final NatFlow flow;
  private final NatContext context;
  final ByteQueue toServer;
  final ByteQueue toMember;
  private long movedNanos;

  TcpPipe(NatFlow flow, NatContext context) {
    this.flow = flow;
    this.context = context;
    this.toServer = new ByteQueue(context.pool(), flow.account);
    this.toMember = new ByteQueue(context.pool(), flow.account);
  }

  /** What is to be written to the server now; tell {@link #onWritten} how much was. */
  public ByteBuffer forServer() {
    return toServer.head();
  }

  /** So many bytes of {@link #forServer} were written. */
  public void onWritten(long now, int bytes) {
    toServer.discard(bytes);
    movedNanos = now;
    flow.onMoved();
  }

  /** Whether the member has sent all it will, and it was written: the server is to be told. */
  public boolean isMemberDone() {
    return toServer.size() == 0 && flow.isMemberFinTaken();
  }

  /** How many bytes may be read from the server now. */
  public int room() {
    int max = context.pool().capacity(flow.account, toMember.size(), TcpReceiver.MAX_WINDOW_BYTES);
    int room = flow.wants(max);
    // Crumbs of room would make crumbs of segments.
    return room < BlockPool.BLOCK_BYTES && toMember.size() > 0 ? 0 : room;
  }

  /** Where to read to; null if memory is short. Tell {@link #onRead} at once how much came. */
  public @Nullable ByteBuffer space(int limit) {
    return toMember.space(limit);
  }

  /** So many bytes were read into {@link #space}, or none. */
  public void onRead(int bytes) {
    toMember.extend(bytes);
    toMember.releaseIfEmpty();
  }

  /** Reading has come to a pause: sends what was read. */
  public void onReadPaused(long now) {
    flow.onReadPaused(now);
  }

  /** The member has acknowledged something, or the pipe is new. */
  void onMoved(long now) {
    movedNanos = now;
  }

  /** When bytes last left it, either way. */
  long movedNanos() {
    return movedNanos;
  }

  /** How much memory it holds, about. */
  int queuedBytes() {
    return toServer.size() + toMember.size();
  }

  void release() {
    toServer.release();
    toMember.release();
  }
}
