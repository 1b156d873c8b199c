package net.groupvpn.client.dataplane;

import static net.groupvpn.client.dataplane.DataPlaneBed.ME4;
import static net.groupvpn.client.dataplane.DataPlaneBed.NETWORK;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.groupvpn.client.dataplane.LocalService.Reply;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.packet.Ipv4Packet;
import net.groupvpn.dhcpdns.packet.TcpSegment;
import net.groupvpn.dhcpdns.packet.TcpSegment.Control;
import org.junit.jupiter.api.Test;

/** TCP at the service address when segments are lost, windows are small, or nobody answers. */
class ServiceStreamsTest {
  private static final Ipv4Address SERVICE = NETWORK.serviceAddress4();
  private static final int TCP_AT = Ipv4Packet.MIN_HEADER_BYTES;
  private static final int PORT = 53;
  private static final int FIRST = 1_000;
  private static final int WIDE = 0xffff;
  private static final byte[] NOTHING = {};
  private static final byte[] REQUEST = {0, 1, 7};

  private final List<Control> sent = new ArrayList<>();
  private final List<byte[]> data = new ArrayList<>();
  private final List<Reply> waiting = new ArrayList<>();
  private final PacketCounters counters = new PacketCounters();
  private final List<Runnable> ticks = new ArrayList<>();
  private long nowNanos;
  private final ServiceStreams streams =
      new ServiceStreams(
          new Slow(),
          (headers, control, payload) -> send(control, payload),
          () -> nowNanos,
          (delay, callback) -> ticks.add(callback),
          counters);
  private boolean losing;

  @Test
  void notMoreIsSentThanTheReceiversWindowHolds() {
    int own = connect(1, 100);
    ask(1, own, 100);
    waiting.get(0).send(new byte[500]);
    assertThat(sentBytes()).isEqualTo(100);
    acknowledge(1, own + 100, 150);
    assertThat(sentBytes()).isEqualTo(250);
    acknowledge(1, own + 250, 0);
    assertThat(sentBytes()).isEqualTo(250);
    acknowledge(1, own + 250, WIDE);
    assertThat(sentBytes()).isEqualTo(502);
  }

  @Test
  void aClosedWindowIsProbedUntilItOpens() {
    int own = connect(1, 0);
    ask(1, own, 0);
    waiting.get(0).send(new byte[50]);
    assertThat(data).isEmpty();
    pass(StreamSender.RESEND_NANOS);
    assertThat(data).containsExactly(new byte[] {0});
    acknowledge(1, own, 0);
    acknowledge(1, own, WIDE);
    assertThat(data.get(1)).hasSize(52);
  }

  @Test
  void whatIsLostIsSentAgain() {
    int own = connect(1, WIDE);
    ask(1, own, WIDE);
    losing = true;
    waiting.get(0).send(new byte[3_000]);
    losing = false;
    assertThat(data).isEmpty();
    pass(StreamSender.RESEND_NANOS);
    assertThat(sentBytes()).isEqualTo(3_002);
    acknowledge(1, own + 1_200, WIDE);
    pass(StreamSender.RESEND_NANOS);
    assertThat(sentBytes()).isEqualTo(3_002 + 1_802);
    acknowledge(1, own + 3_002, WIDE);
    data.clear();
    pass(2 * StreamSender.RESEND_NANOS);
    assertThat(data).isEmpty();
  }

  @Test
  void whatIsNeverAcknowledgedEndsTheConnection() {
    int own = connect(1, WIDE);
    ask(1, own, WIDE);
    waiting.get(0).send(NOTHING);
    pass(StreamSender.RESEND_NANOS << (StreamSender.MAX_RESENDS + 1));
    assertThat(streams.size()).isZero();
    assertThat(last().flags() & TcpSegment.RST).isNotZero();
    assertThat(data).hasSizeLessThanOrEqualTo(StreamSender.MAX_RESENDS + 1);
  }

  @Test
  void whoDoesNotFetchItsAnswersLosesTheConnection() {
    int own = connect(1, 0);
    byte[] many = new byte[3 * ServiceStream.MAX_PENDING];
    for (int i = 0; i < many.length; i += 3) {
      many[i + 1] = 1;
    }
    segment(1, new Control(FIRST + 1, own, TcpSegment.ACK, 0), many);
    for (Reply reply : List.copyOf(waiting)) {
      reply.send(new byte[Reply.MAX_STREAM_BYTES]);
    }
    assertThat(streams.size()).isZero();
    assertThat(last().flags() & TcpSegment.RST).isNotZero();
  }

  @Test
  void anUnansweredRequestLosesItsPlace() {
    int own = connect(1, WIDE);
    byte[] many = new byte[3 * (ServiceStream.MAX_PENDING + 1)];
    for (int i = 0; i < many.length; i += 3) {
      many[i + 1] = 1;
    }
    segment(1, new Control(FIRST + 1, own, TcpSegment.ACK, WIDE), many);
    assertThat(waiting).hasSize(ServiceStream.MAX_PENDING);
    pass(ServiceStream.REQUEST_NANOS);
    assertThat(waiting).hasSize(ServiceStream.MAX_PENDING + 1);
    assertThat(counters.get(PacketCount.LOCAL_UNANSWERED)).isEqualTo(ServiceStream.MAX_PENDING);
    waiting.get(0).send(new byte[] {1});
    assertThat(data).as("too late").isEmpty();
    waiting.get(ServiceStream.MAX_PENDING).send(new byte[] {2});
    assertThat(data).containsExactly(new byte[] {0, 1, 2});
  }

  @Test
  void theWindowTellsHowMuchIsTaken() {
    int own = connect(1, WIDE);
    byte[] flood = new byte[3 * ServiceStream.MAX_PENDING + ServiceStream.MAX_WAITING_BYTES + 100];
    for (int i = 0; i < flood.length - 2; i += 3) {
      flood[i + 1] = 1;
    }
    int at = 0;
    while (at < flood.length) {
      byte[] piece = Arrays.copyOfRange(flood, at, Math.min(flood.length, at + 1_000));
      segment(1, new Control(FIRST + 1 + at, own, TcpSegment.ACK, WIDE), piece);
      at += piece.length;
    }
    int taken = last().acknowledgement() - FIRST - 1;
    assertThat(taken).isEqualTo(3 * ServiceStream.MAX_PENDING + ServiceStream.MAX_WAITING_BYTES);
    assertThat(last().window()).isZero();
    waiting.get(0).send(new byte[] {1});
    assertThat(last().window()).as("it grows").isPositive();
  }

  @Test
  void aConnectionWithoutProgressIsEndedThoughNothingElseArrives() {
    int own = connect(1, WIDE);
    pass(ServiceStream.IDLE_NANOS - ServiceStreams.TICK_NANOS);
    acknowledge(1, own, WIDE);
    assertThat(streams.size()).isEqualTo(1);
    pass(ServiceStreams.TICK_NANOS);
    assertThat(streams.size()).isZero();
    assertThat(last().flags() & TcpSegment.RST).isNotZero();
    assertThat(ticks).as("nobody is left to be looked after").isEmpty();
  }

  @Test
  void aConnectionLastsOnlySoLong() {
    int own = connect(1, WIDE);
    int at = FIRST + 1;
    while (nowNanos < ServiceStream.LIFE_NANOS - ServiceStream.IDLE_NANOS) {
      segment(1, new Control(at, own, TcpSegment.ACK, WIDE), new byte[] {0, 1, 1});
      at += 3;
      waiting.remove(0).send(NOTHING);
      own += 2;
      acknowledge(1, at, own, WIDE);
      pass(ServiceStream.IDLE_NANOS / 2);
    }
    assertThat(streams.size()).isEqualTo(1);
    pass(ServiceStream.IDLE_NANOS / 2);
    segment(1, new Control(at, own, TcpSegment.ACK, WIDE), new byte[] {0, 1, 1});
    pass(ServiceStream.IDLE_NANOS / 2);
    assertThat(streams.size()).isZero();
  }

  @Test
  void connectionsBeyondTheLimitPushTheOldestOut() {
    int limit = ServiceStreams.MAX_CONNECTIONS;
    for (int i = 0; i < 3 * limit; i++) {
      nowNanos++;
      connect(i, WIDE);
    }
    assertThat(streams.size()).isEqualTo(limit);
  }

  @Test
  void oneMachinePushesOutItsOwnConnectionsAlone() {
    int own = connect(2, WIDE);
    for (int port = 1; port <= 2 * ServiceStreams.MAX_CONNECTIONS; port++) {
      nowNanos++;
      byte[] packet = packet(new Control(FIRST, 0, TcpSegment.SYN), NOTHING);
      packet[TCP_AT] = (byte) (port >> Byte.SIZE);
      packet[TCP_AT + 1] = (byte) port;
      streams.onSegment(packet, 0, 1, TCP_AT, NOTHING);
    }
    assertThat(streams.size()).isEqualTo(ServiceStreams.MAX_CONNECTIONS_OF_SOURCE + 1);
    ask(2, own, WIDE);
    assertThat(waiting).hasSize(1);
  }

  @Test
  void aMachineWithManyAddressesHasOneShare() {
    for (int low = 1; low <= ServiceStreams.MAX_CONNECTIONS; low++) {
      nowNanos++;
      byte[] packet = packet(new Control(FIRST, 0, TcpSegment.SYN), NOTHING);
      streams.onSegment(packet, 0xfd47_0000_0001_0007L, low, TCP_AT, NOTHING);
      streams.onSegment(packet, 0xfd47_0000_0001_0008L, low, TCP_AT, NOTHING);
    }
    assertThat(streams.size()).isEqualTo(2 * ServiceStreams.MAX_CONNECTIONS_OF_SOURCE);
  }

  @Test
  void noSegmentMakesItThrow() {
    Random random = new Random(3);
    for (int i = 0; i < 100_000; i++) {
      Control control =
          new Control(
              FIRST + random.nextInt(4),
              random.nextInt(),
              random.nextInt(0x20),
              random.nextInt(WIDE));
      byte[] payload = new byte[random.nextInt(8)];
      random.nextBytes(payload);
      if (payload.length > 0) {
        payload[0] = 0;
      }
      segment(random.nextInt(4), control, payload);
      if (random.nextInt(10) == 0) {
        pass(ServiceStreams.TICK_NANOS);
      }
      if (!waiting.isEmpty() && random.nextBoolean()) {
        waiting.remove(0).send(payload);
      }
      sent.clear();
      data.clear();
    }
    assertThat(streams.size()).isLessThanOrEqualTo(4);
  }

  private boolean send(Control control, byte[] payload) {
    if (losing) {
      return false;
    }
    sent.add(control);
    if (payload.length > 0) {
      data.add(payload);
    }
    return true;
  }

  /** A new connection; answers the number of the first byte that comes by it. */
  private int connect(int source, int window) {
    segment(source, new Control(FIRST, 0, TcpSegment.SYN, window), NOTHING);
    int own = last().sequence() + 1;
    acknowledge(source, own, window);
    return own;
  }

  private void ask(int source, int own, int window) {
    segment(source, new Control(FIRST + 1, own, TcpSegment.ACK, window), REQUEST);
  }

  /** After one request. */
  private void acknowledge(int source, int own, int window) {
    acknowledge(source, FIRST + 1 + (waiting.isEmpty() ? 0 : REQUEST.length), own, window);
  }

  private void acknowledge(int source, int sequence, int own, int window) {
    segment(source, new Control(sequence, own, TcpSegment.ACK, window), NOTHING);
  }

  private void segment(int source, Control control, byte[] payload) {
    streams.onSegment(packet(control, payload), 0, source, TCP_AT, payload);
  }

  private static byte[] packet(Control control, byte[] payload) {
    return Packets.tcp4(ME4, SERVICE, PORT, control, payload);
  }

  /** Time passes, tick by tick. */
  private void pass(long nanos) {
    for (long end = nowNanos + nanos; nowNanos < end; ) {
      nowNanos += ServiceStreams.TICK_NANOS;
      List<Runnable> due = List.copyOf(ticks);
      ticks.clear();
      due.forEach(Runnable::run);
    }
  }

  private Control last() {
    return sent.get(sent.size() - 1);
  }

  private int sentBytes() {
    return data.stream().mapToInt(each -> each.length).sum();
  }

  /** A service that answers when it is told to. */
  private final class Slow implements LocalService {
    @Override
    public boolean isServed(int port) {
      return true;
    }

    @Override
    public boolean onRequest(Request request, Reply reply) {
      return waiting.add(reply);
    }
  }
}
