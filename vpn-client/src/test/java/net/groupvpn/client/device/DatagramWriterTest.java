package net.groupvpn.client.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import net.groupvpn.overlay.path.Endpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real sockets on loopback. */
@Timeout(60)
class DatagramWriterTest {
  private static final int AF_INET = 2;
  private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
  private static final int DATAGRAM_BYTES = 100;

  /** Its last four bytes are those of 127.0.0.1. */
  private static final String ENDS_LIKE_LOOPBACK = "2001:db8::7f00:1";

  private final List<String> refusals = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSocketWithoutIpv6RefusesIpv6EndpointsAndSendsTheRest(boolean gso) throws IOException {
    int socket = LinuxCalls.socket(AF_INET, SOCK_DGRAM_CLOEXEC, 0);
    try (LinuxUdpPort receiver = LinuxUdpPort.open(0, EnumSet.noneOf(Offload.class));
        Waiter waiter = LinuxWaiter.open(receiver.descriptor())) {
      DatagramWriter writer = new DatagramWriter(socket, false, gso, new AskedAddresses(() -> 0));
      SendBatch batch = new SendBatch(SendBatch.CAPACITY_BYTES);
      add(batch, ENDS_LIKE_LOOPBACK, receiver, 1);
      add(batch, "127.0.0.1", receiver, 2);
      add(batch, ENDS_LIKE_LOOPBACK, receiver, 3);
      add(batch, "127.0.0.1", receiver, 4);
      writer.send(batch, this::onRefused);
      List<Byte> arrived = new ArrayList<>();
      while (arrived.size() < 2) {
        waiter.await();
        arrived.addAll(firstBytes(receiver));
      }
      assertThat(arrived).containsExactly((byte) 2, (byte) 4);
      assertThat(refusals).hasSize(2).allMatch(text -> text.contains(":7f00:1"));
      writer.close();
    } finally {
      LinuxCalls.close(socket);
    }
  }

  @Test
  void aSocketWithIpv6SendsToIt() throws IOException {
    try (LinuxUdpPort sender = LinuxUdpPort.open(0, EnumSet.noneOf(Offload.class));
        LinuxUdpPort receiver = LinuxUdpPort.open(0, EnumSet.noneOf(Offload.class));
        Waiter waiter = LinuxWaiter.open(receiver.descriptor())) {
      SendBatch batch = new SendBatch(SendBatch.CAPACITY_BYTES);
      add(batch, "::1", receiver, 5);
      sender.send(batch, this::onRefused);
      waiter.await();
      assertThat(firstBytes(receiver)).containsExactly((byte) 5);
      assertThat(refusals).isEmpty();
    }
  }

  private static void add(SendBatch batch, String address, LinuxUdpPort receiver, int firstByte)
      throws IOException {
    batch.bytes()[batch.position()] = (byte) firstByte;
    InetAddress numeric = InetAddress.getAllByName(address)[0];
    batch.add(new Destination(new Endpoint(numeric, receiver.localPort()), null), DATAGRAM_BYTES);
  }

  private static List<Byte> firstBytes(LinuxUdpPort receiver) throws IOException {
    byte[] bytes = new byte[BatchPort.MAX_MESSAGE_BYTES];
    List<Byte> first = new ArrayList<>();
    int messages = receiver.receive();
    for (int message = 0; message < messages; message++) {
      receiver.copyTo(message, bytes);
      first.add(bytes[0]);
    }
    return first;
  }

  private void onRefused(Destination to, int datagrams, int bytes, boolean tooLong) {
    refusals.add(to.endpoint() + " " + datagrams + " " + bytes + " " + tooLong);
  }
}
