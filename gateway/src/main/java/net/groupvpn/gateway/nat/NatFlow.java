package net.groupvpn.gateway.nat;

import net.groupvpn.dhcpdns.packet.TcpSegment;
import org.jspecify.annotations.Nullable;

/**
 * One connection: TCP with the member ends here, and its bytes go over a connection to the server.
 * Both halves close on their own. States: {@link TcpState}. Of the NAT's thread only.
 */
public final class NatFlow extends Timed {
  final FlowKey key;
  final MemberAccount account;
  private final TcpTable table;
  private final NatContext context;
  private final byte[] synPacket;
  private final TcpPipe pipe;
  private final TcpReceiver receiver;
  private final TcpSender sender;
  private final TcpOutput output;
  private final byte[] synOptions;
  private Outside.@Nullable Connection connection;
  private TcpState state = TcpState.CONNECTING;
  private boolean serverEof;
  private boolean memberEndedFirst;
  private boolean isFlushing;
  private long lastActiveNanos;

  /** Whether it waits for {@link #flush}; the table's own. */
  boolean isDirty;

  NatFlow(TcpTable table, NatContext context, FlowKey key, MemberAccount account, Segment syn) {
    this.table = table;
    this.context = context;
    this.key = key;
    this.account = account;
    this.synPacket = syn.bytes;
    int ownMss = context.output().maxSegmentBytes(key);
    this.pipe = new TcpPipe(this, context);
    this.receiver = new TcpReceiver(pipe.toServer, context.pool(), account, syn, ownMss);
    int mss = SynOptions.memberMss(syn, key, ownMss);
    this.output = new TcpOutput(context, this, receiver, pipe.toMember);
    this.sender = new TcpSender(output, pipe.toMember, syn, context.random().nextInt(), mss);
    this.synOptions = SynOptions.answer(syn, ownMss);
  }

  void start(long now, Outside.Connection opened) {
    connection = opened;
    lastActiveNanos = now;
    pipe.onMoved(now);
    set(NatTimer.CONNECT, now + TcpTimes.CONNECT_NANOS);
  }

  // From the server's side.

  /** The server has accepted. */
  public void onConnected(long now) {
    if (state == TcpState.CONNECTING) {
      context.counts().increment(NatCounter.TCP_CONNECTED);
      clear(NatTimer.CONNECT);
      state = TcpState.SYN_RECEIVED;
      sendSyn(now);
      context.deadlines().schedule(this);
    }
  }

  /** The server cannot be had; {@code isRefused} if it said so itself. */
  public void onConnectFailed(long now, boolean isRefused) {
    if (state != TcpState.CONNECTING) {
      return;
    }
    if (isRefused) {
      context.counts().increment(NatCounter.TCP_REFUSED);
      sendReset();
    } else {
      context.counts().increment(NatCounter.TCP_GIVEN_UP);
      table.errors().hostUnreachable(now, account, synPacket);
    }
    end(true);
  }

  /** The bytes that go to and come from the server. */
  public TcpPipe pipe() {
    return pipe;
  }

  /** How many more bytes from the server are of use, if the queue may have at most so many. */
  int wants(int capacity) {
    return state == TcpState.OPEN && !serverEof ? sender.room(capacity) : 0;
  }

  boolean isMemberFinTaken() {
    return receiver.isFinTaken();
  }

  void onMoved() {
    if (!isFlushing) {
      table.markDirty(this);
    }
  }

  void onReadPaused(long now) {
    if (state == TcpState.OPEN) {
      lastActiveNanos = now;
      sender.transmit(now);
      touch(now);
    }
  }

  /** The server has nothing more to send. */
  public void onServerEof(long now) {
    if (state == TcpState.OPEN && !serverEof) {
      serverEof = true;
      sender.onEof(now);
      touch(now);
    }
  }

  /** The connection to the server broke. */
  public void onServerReset() {
    if (state == TcpState.SYN_RECEIVED || state == TcpState.OPEN) {
      sendReset();
      end(true);
    }
  }

  // From the member's side.

  void onSegment(long now, Segment segment) {
    switch (state) {
      case CONNECTING -> {
        if (segment.has(TcpSegment.RST)) {
          end(true);
        }
      }
      case SYN_RECEIVED -> onHandshake(now, segment);
      case OPEN -> onOpen(now, segment);
      case TIME_WAIT -> onLate(segment);
      case CLOSED -> throw new IllegalStateException("a closed flow is in no table");
    }
  }

  private void onHandshake(long now, Segment segment) {
    if (segment.has(TcpSegment.RST)) {
      if (segment.sequence == receiver.next()) {
        end(true);
      }
    } else if (segment.has(TcpSegment.SYN)) {
      sendSyn(now);
      context.deadlines().schedule(this);
    } else if (segment.has(TcpSegment.ACK)) {
      if (segment.acknowledgement != sender.una() + 1) {
        table.errors().strayReset(now, key, account, segment);
        return;
      }
      state = TcpState.OPEN;
      account.connecting--;
      onOpen(now, segment);
      table.markDirty(this);
    }
  }

  /** RFC 9293 3.10.7.4, in its order. */
  private void onOpen(long now, Segment segment) {
    if (segment.has(TcpSegment.RST) && segment.sequence == receiver.next()) {
      end(true);
      return;
    }
    // RFC 5961: whoever means a reset or a new beginning can say it with the right number.
    if (!receiver.isAcceptable(segment)
        || segment.has(TcpSegment.RST | TcpSegment.SYN)
        || !segment.has(TcpSegment.ACK)
        || !sender.isAcceptable(segment.acknowledgement)) {
      context.counts().increment(NatCounter.DROPPED_TCP_UNACCEPTABLE);
      output.acknowledge(sender.next());
      return;
    }
    int una = sender.una();
    sender.onAcknowledgement(now, segment);
    if (sender.una() != una) {
      pipe.onMoved(now);
    }
    takeData(segment);
    lastActiveNanos = now;
    touch(now);
    table.markDirty(this);
  }

  private void takeData(Segment segment) {
    boolean wasDone = receiver.isFinTaken();
    TcpReceiver.Taken taken = receiver.accept(segment);
    switch (taken) {
      case IN_ORDER -> output.isAckDue = true;
      case AHEAD -> output.acknowledge(sender.next());
      case NOTHING -> output.isAckDue |= segment.length() > 0;
      case NO_ROOM -> {
        context.counts().increment(NatCounter.DROPPED_MEMORY);
        output.acknowledge(sender.next());
        table.makeRoom(account);
      }
    }
    if (receiver.isFinTaken() && !wasDone) {
      memberEndedFirst = !sender.isFinSent();
    }
  }

  /** A FIN that comes again has not seen its acknowledgement. */
  private void onLate(Segment segment) {
    if (segment.has(TcpSegment.RST)) {
      end(false);
    } else if (segment.length() > 0) {
      output.acknowledge(sender.next());
    }
  }

  /** Whether a new SYN begins another connection of the same ports (RFC 9293 3.6.1). */
  boolean isReplacedBy(Segment syn) {
    return state == TcpState.TIME_WAIT && Sequence.isAfter(syn.sequence, receiver.next());
  }

  /** Moves bytes to and from the server, and then tells the member what has become possible. */
  void flush(long now) {
    if (connection != null && state == TcpState.OPEN) {
      isFlushing = true;
      connection.update(now);
      isFlushing = false;
    }
    if (state == TcpState.OPEN && (output.isAckDue || receiver.isUpdateDue())) {
      output.acknowledge(sender.next());
    }
    endIfDone(now);
  }

  private void endIfDone(long now) {
    boolean isDone =
        state == TcpState.OPEN && pipe.isMemberDone() && serverEof && sender.isFinAcknowledged();
    if (!isDone) {
      return;
    }
    if (memberEndedFirst) {
      end(false);
      return;
    }
    closeConnection(false);
    state = TcpState.TIME_WAIT;
    clearAll();
    set(NatTimer.IDLE, now + TcpTimes.TIME_WAIT_NANOS);
    context.deadlines().schedule(this);
    table.onWaiting(this);
  }

  @Override
  void onDue(long now) {
    if (take(NatTimer.CONNECT, now)) {
      onConnectFailed(now, false);
    }
    if (take(NatTimer.RETRANSMIT, now)) {
      onRetransmit(now);
    }
    if (take(NatTimer.PROBE, now) && state == TcpState.OPEN) {
      sender.onProbe(now);
    }
    if (take(NatTimer.IDLE, now)) {
      if (state == TcpState.OPEN) {
        context.counts().increment(NatCounter.TCP_IDLE);
        sendReset();
      }
      end(true);
    }
    if (state != TcpState.CLOSED) {
      context.deadlines().schedule(this);
    }
  }

  private void onRetransmit(long now) {
    boolean goesOn = true;
    if (state == TcpState.SYN_RECEIVED) {
      goesOn = sender.onSynTimeout(now);
      if (goesOn) {
        output.syn(sender.una(), synOptions);
      }
    } else if (state == TcpState.OPEN) {
      goesOn = sender.onTimeout(now);
    }
    if (!goesOn) {
      context.counts().increment(NatCounter.TCP_GIVEN_UP);
      sendReset();
      end(true);
    }
  }

  /** Ends it because others need its place or its member is gone. */
  void evict() {
    if (state == TcpState.OPEN || state == TcpState.SYN_RECEIVED || state == TcpState.CONNECTING) {
      sendReset();
    }
    end(true);
  }

  private void end(boolean isReset) {
    if (state == TcpState.CLOSED) {
      return;
    }
    if (state == TcpState.CONNECTING || state == TcpState.SYN_RECEIVED) {
      account.connecting--;
    }
    closeConnection(isReset);
    state = TcpState.CLOSED;
    clearAll();
    table.onEnded(this);
  }

  private void closeConnection(boolean isReset) {
    if (connection != null) {
      connection.close(isReset);
      connection = null;
    }
    pipe.release();
  }

  private void touch(long now) {
    if (state == TcpState.CLOSED) {
      return;
    }
    boolean bothEnded = receiver.isFinTaken() && sender.isFinSent();
    set(
        NatTimer.IDLE,
        now + (bothEnded ? TcpTimes.TRANSITORY_IDLE_NANOS : TcpTimes.ESTABLISHED_IDLE_NANOS));
    context.deadlines().schedule(this);
  }

  /** When the member or the server last sent something. */
  long lastActiveNanos() {
    return lastActiveNanos;
  }

  private void sendSyn(long now) {
    output.syn(sender.una(), synOptions);
    sender.onSynSent(now);
  }

  private void sendReset() {
    output.reset(state == TcpState.CONNECTING ? 0 : sender.next());
  }
}
