package net.groupvpn.client.dataplane;

import static net.groupvpn.client.dataplane.DataPlaneBed.ME4;
import static net.groupvpn.client.dataplane.DataPlaneBed.NETWORK;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import net.groupvpn.client.dataplane.LocalService.Reply;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.packet.Ipv4Packet;
import net.groupvpn.dhcpdns.packet.TcpSegment;
import net.groupvpn.dhcpdns.packet.TcpSegment.Control;
import net.groupvpn.dhcpdns.packet.UdpDatagram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The answers of the service address by UDP and TCP; it refuses everything else at once. */
class ServiceTest {
  private static final Ipv4Address SERVICE = NETWORK.serviceAddress4();
  private static final int TCP_AT = Ipv4Packet.MIN_HEADER_BYTES;
  private static final int DATA_AT = TCP_AT + TcpSegment.MIN_HEADER_BYTES;
  private static final int PORT = 53;
  private static final int FIRST = 1_000;
  private static final byte[] NOTHING = {};

  private DataPlaneBed bed;
  private int next;

  @BeforeEach
  void aServiceThatCountsUp() {
    bed = DataPlaneBed.withPeer();
    bed.service =
        new LocalService() {
          @Override
          public boolean isServed(int port) {
            return port == PORT;
          }

          @Override
          public boolean onRequest(Request request, Reply reply) {
            byte[] payload = request.payload();
            byte first = payload.length == 0 ? 0 : payload[0];
            reply.send(new byte[] {first, (byte) (first + 1)});
            return true;
          }
        };
  }

  @AfterEach
  void close() throws Exception {
    bed.close();
  }

  @Test
  void aRequestByUdpIsAnswered() throws Exception {
    bed.systemSends(Packets.udp4(ME4, SERVICE, PORT, new byte[] {1}));
    byte[] answer = bed.systemReceivesPacket();
    assertThat(Ipv4Packet.destination(answer, 0)).isEqualTo(ME4.bits());
    assertThat(UdpDatagram.sourcePort(answer, TCP_AT)).isEqualTo(PORT);
    assertThat(answer).endsWith(1, 2);
  }

  @Test
  void anotherUdpPortIsUnreachable() throws Exception {
    bed.systemSends(Packets.udp4(ME4, SERVICE, 80, new byte[] {1}));
    byte[] answer = bed.systemReceivesPacket();
    assertThat(Ipv4Packet.protocol(answer, 0)).isEqualTo(Ipv4Packet.ICMP);
    assertThat(Arrays.copyOfRange(answer, TCP_AT, TCP_AT + 2)).containsExactly(3, 3);
    bed.awaitCount(PacketCount.OUTBOUND_NO_SERVICE, 1);
  }

  @Test
  void anotherTcpPortIsRefused() throws Exception {
    send(22, new Control(FIRST, 0, TcpSegment.SYN), NOTHING);
    Control refusal = receive();
    assertThat(refusal.flags()).isEqualTo(TcpSegment.RST | TcpSegment.ACK);
    assertThat(refusal.acknowledgement()).isEqualTo(FIRST + 1);
  }

  @Test
  void aSegmentOfNoConnectionIsRefused() throws Exception {
    send(PORT, new Control(FIRST, 77, TcpSegment.ACK), new byte[] {1});
    assertThat(receive()).isEqualTo(new Control(77, 0, TcpSegment.RST));
  }

  @Test
  void requestsOfAConnectionAreAnsweredInPiecesOrTogether() throws Exception {
    connect();
    send(PORT, new Control(FIRST + 1, next, TcpSegment.ACK), new byte[] {0});
    assertThat(receive().acknowledgement()).isEqualTo(FIRST + 2);
    send(PORT, new Control(FIRST + 2, next, TcpSegment.ACK), new byte[] {1, 5, 0, 1, 7});
    assertThat(receiveData()).containsExactly(0, 2, 5, 6);
    assertThat(receiveData()).containsExactly(0, 2, 7, 8);
    assertThat(receive().acknowledgement()).isEqualTo(FIRST + 7);
  }

  @Test
  void aSegmentThatIsSentTwiceIsTakenOnce() throws Exception {
    connect();
    byte[] request = {0, 1, 5};
    send(PORT, new Control(FIRST + 1, next, TcpSegment.ACK), request);
    assertThat(receiveData()).containsExactly(0, 2, 5, 6);
    assertThat(receive().acknowledgement()).isEqualTo(FIRST + 4);
    send(PORT, new Control(FIRST + 1, next, TcpSegment.ACK), request);
    assertThat(receive()).isEqualTo(new Control(next, FIRST + 4, TcpSegment.ACK));
    bed.assertNothingPassed();
  }

  @Test
  void bothSidesSayGoodBye() throws Exception {
    connect();
    send(PORT, new Control(FIRST + 1, next, TcpSegment.FIN | TcpSegment.ACK), NOTHING);
    assertThat(receive()).isEqualTo(new Control(next, FIRST + 2, TcpSegment.ACK));
    assertThat(receive()).isEqualTo(new Control(next, FIRST + 2, TcpSegment.FIN | TcpSegment.ACK));
    send(PORT, new Control(FIRST + 2, next + 1, TcpSegment.ACK), NOTHING);
    send(PORT, new Control(FIRST + 2, next + 1, TcpSegment.ACK), NOTHING);
    assertThat(receive().flags()).as("it is forgotten").isEqualTo(TcpSegment.RST);
  }

  @Test
  void aRequestThatIsTooLongEndsTheConnection() throws Exception {
    connect();
    send(PORT, new Control(FIRST + 1, next, TcpSegment.ACK), new byte[] {0x7f, 0x7f, 1});
    assertThat(receive().flags() & TcpSegment.RST).isNotZero();
  }

  @Test
  void requestsBeyondTheLimitWaitUntilOthersAreAnswered() throws Exception {
    List<Reply> waiting = new CopyOnWriteArrayList<>();
    bed.service = new Slow(waiting);
    connect();
    int count = ServiceStream.MAX_PENDING + 3;
    byte[] requests = new byte[3 * count];
    for (int i = 0; i < count; i++) {
      requests[3 * i + 1] = 1;
    }
    send(PORT, new Control(FIRST + 1, next, TcpSegment.ACK), requests);
    assertThat(receive().acknowledgement()).isEqualTo(FIRST + 1 + requests.length);
    assertThat(waiting).hasSize(ServiceStream.MAX_PENDING);
    for (int i = 0; i < count; i++) {
      waiting.get(i).send(new byte[] {(byte) i});
      assertThat(receiveData()).containsExactly(0, 1, i);
    }
    assertThat(waiting).hasSize(count);
  }

  @Test
  void anAnswerOfManySegmentsArrivesWhole() throws Exception {
    List<Reply> waiting = new CopyOnWriteArrayList<>();
    bed.service = new Slow(waiting);
    connect();
    send(PORT, new Control(FIRST + 1, next, TcpSegment.ACK), new byte[] {0, 1, 7});
    receive();
    int longest = Reply.MAX_STREAM_BYTES;
    waiting.get(0).send(new byte[longest]);
    int received = 0;
    while (received < longest + 2) {
      received += receiveData().length;
    }
    assertThat(received).isEqualTo(longest + 2);
  }

  @Test
  void anotherProtocolIsUnreachable() throws Exception {
    byte[] packet = Packets.udp4(ME4, SERVICE, PORT, new byte[] {1});
    int sctp = 132;
    Ipv4Packet.writeHeader(
        packet, 0, ME4.bits(), SERVICE.bits(), sctp, packet.length - Ipv4Packet.MIN_HEADER_BYTES);
    bed.systemSends(packet);
    byte[] answer = bed.systemReceivesPacket();
    assertThat(Ipv4Packet.protocol(answer, 0)).isEqualTo(Ipv4Packet.ICMP);
    assertThat(Arrays.copyOfRange(answer, TCP_AT, TCP_AT + 2)).containsExactly(3, 2);
  }

  /** A service that answers when it is told to. */
  private record Slow(List<Reply> waiting) implements LocalService {
    @Override
    public boolean isServed(int port) {
      return true;
    }

    @Override
    public boolean onRequest(Request request, Reply reply) {
      return waiting.add(reply);
    }
  }

  private void connect() throws Exception {
    send(PORT, new Control(FIRST, 0, TcpSegment.SYN), NOTHING);
    Control greeting = receive();
    assertThat(greeting.flags()).isEqualTo(TcpSegment.SYN | TcpSegment.ACK);
    assertThat(greeting.acknowledgement()).isEqualTo(FIRST + 1);
    next = greeting.sequence() + 1;
  }

  private void send(int port, Control control, byte[] data) throws Exception {
    bed.systemSends(Packets.tcp4(ME4, SERVICE, port, control, data));
  }

  private Control receive() throws Exception {
    byte[] packet = bed.systemReceivesPacket();
    assertThat(TcpSegment.isChecksumValid4(packet, 0, TCP_AT, packet.length - TCP_AT)).isTrue();
    Control control = TcpSegment.control(packet, TCP_AT);
    return new Control(control.sequence(), control.acknowledgement(), control.flags());
  }

  /** The data of the next segment, which must be the expected one. */
  private byte[] receiveData() throws Exception {
    byte[] packet = bed.systemReceivesPacket();
    assertThat(TcpSegment.control(packet, TCP_AT).sequence()).isEqualTo(next);
    byte[] data = Arrays.copyOfRange(packet, DATA_AT, packet.length);
    next += data.length;
    return data;
  }
}
