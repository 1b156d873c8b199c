package net.groupvpn.client.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import net.groupvpn.overlay.path.Endpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real sockets on loopback. */
@Timeout(60)
class LinuxUdpPortTest {
  private static final Set<Offload> ALL = EnumSet.allOf(Offload.class);

  private final List<String> refusals = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(strings = {"GSO,GRO", "GSO", "GRO", ""})
  void aBatchArrivesWholeAndInOrderWithWhateverTheKernelDoes(String names) throws IOException {
    Set<Offload> offloads = EnumSet.noneOf(Offload.class);
    Arrays.stream(names.split(","))
        .filter(n -> !n.isEmpty())
        .map(Offload::valueOf)
        .forEach(offloads::add);
    try (LinuxUdpPort sender = LinuxUdpPort.open(0, offloads);
        LinuxUdpPort receiver = LinuxUdpPort.open(0, offloads);
        Waiter waiter = LinuxWaiter.open(receiver.descriptor())) {
      SendBatch batch = new SendBatch(SendBatch.CAPACITY_BYTES);
      Destination to = new Destination(loopback("127.0.0.1", receiver), null);
      int[] lengths = {1_000, 1_000, 1_000, 400, 1_000, 64, 64, 64, 1_200};
      for (int i = 0; i < lengths.length; i++) {
        Arrays.fill(batch.bytes(), batch.position(), batch.position() + lengths[i], (byte) i);
        batch.add(to, lengths[i]);
      }
      assertThat(batch.runs()).isEqualTo(4);
      sender.send(batch, this::onRefused);
      assertThat(batch.isEmpty()).isTrue();
      List<String> received = new ArrayList<>();
      while (received.size() < lengths.length) {
        waiter.await();
        take(receiver, received);
      }
      assertThat(received)
          .containsExactly(
              "0x1000", "1x1000", "2x1000", "3x400", "4x1000", "5x64", "6x64", "7x64", "8x1200");
      assertThat(sender.offloads()).isEqualTo(offloads);
      assertThat(refusals).isEmpty();
    }
  }

  private static void take(LinuxUdpPort receiver, List<String> received) throws IOException {
    byte[] bytes = new byte[BatchPort.MAX_MESSAGE_BYTES];
    int messages = receiver.receive();
    for (int message = 0; message < messages; message++) {
      int length = receiver.copyTo(message, bytes);
      int segment = receiver.segmentBytes(message);
      for (int at = 0; at < length; at += segment) {
        received.add(bytes[at] + "x" + Math.min(segment, length - at));
      }
    }
  }

  @Test
  void theSenderIsSeenAsItIs() throws IOException {
    try (LinuxUdpPort sender = LinuxUdpPort.open(0, ALL);
        LinuxUdpPort receiver = LinuxUdpPort.open(0, ALL);
        Waiter waiter = LinuxWaiter.open(receiver.descriptor())) {
      for (String address : List.of("127.0.0.1", "::1")) {
        assertThat(sender.send(loopback(address, receiver), new byte[] {1, 2, 3}, 1, 2)).isTrue();
        waiter.await();
        assertThat(receiver.receive()).isEqualTo(1);
        assertThat(receiver.source(0)).isEqualTo(loopback(address, sender));
        byte[] bytes = new byte[BatchPort.MAX_MESSAGE_BYTES];
        assertThat(receiver.copyTo(0, bytes)).isEqualTo(2);
        assertThat(bytes).startsWith(2, 3);
      }
      assertThat(receiver.receive()).isZero();
    }
  }

  @Test
  void whoAskedAtAnotherAddressIsAnsweredFromThereInBatchesToo() throws IOException {
    try (LinuxUdpPort asking = LinuxUdpPort.open(0, ALL);
        LinuxUdpPort asked = LinuxUdpPort.open(0, ALL);
        Waiter atAsked = LinuxWaiter.open(asked.descriptor());
        Waiter atAsking = LinuxWaiter.open(asking.descriptor())) {
      Endpoint second = loopback("127.0.0.9", asked);
      assertThat(asking.send(second, new byte[10], 0, 10)).isTrue();
      atAsked.await();
      assertThat(asked.receive()).isEqualTo(1);
      Endpoint peer = Objects.requireNonNull(asked.source(0));
      assertThat(peer).isEqualTo(loopback("127.0.0.1", asking));
      SendBatch batch = new SendBatch(SendBatch.CAPACITY_BYTES);
      batch.add(new Destination(peer, null), 1_000);
      batch.add(new Destination(peer, null), 1_000);
      asked.send(batch, this::onRefused);
      atAsking.await();
      assertThat(asking.receive()).isPositive();
      assertThat(asking.source(0)).isEqualTo(second);
      assertThat(asking.segmentBytes(0)).isEqualTo(1_000);
      assertThat(refusals).isEmpty();
    }
  }

  @Test
  void aTakenPortIsRefusedWithAdvice() throws IOException {
    try (LinuxUdpPort first = LinuxUdpPort.open(0, ALL)) {
      assertThatIOException()
          .isThrownBy(() -> LinuxUdpPort.open(first.localPort(), ALL))
          .withMessageContaining("UDP port " + first.localPort())
          .withMessageContaining("choose another port");
    }
  }

  @Test
  void theSystemsRefusalIsTold() throws IOException {
    try (LinuxUdpPort sender = LinuxUdpPort.open(0, ALL)) {
      // Nobody may broadcast without having requested it.
      Endpoint nowhere = endpoint("255.255.255.255", 7_400);
      assertThat(sender.send(nowhere, new byte[10], 0, 10)).isFalse();
      SendBatch batch = new SendBatch(SendBatch.CAPACITY_BYTES);
      batch.add(new Destination(nowhere, null), 100);
      batch.add(new Destination(nowhere, null), 100);
      sender.send(batch, this::onRefused);
      assertThat(refusals).isNotEmpty().allMatch(text -> text.endsWith("false"));
    }
  }

  @Test
  void closingTwiceDoesNothingAndThenNothingIsSent() throws IOException {
    LinuxUdpPort port = LinuxUdpPort.open(0, ALL);
    Endpoint itself = loopback("127.0.0.1", port);
    port.close();
    port.close();
    assertThat(port.send(itself, new byte[10], 0, 10)).isFalse();
  }

  private void onRefused(Destination to, int datagrams, int bytes, boolean tooLong) {
    refusals.add(to.endpoint() + " " + datagrams + " " + bytes + " " + tooLong);
  }

  private static Endpoint loopback(String address, LinuxUdpPort port) throws IOException {
    return endpoint(address, port.localPort());
  }

  private static Endpoint endpoint(String address, int port) throws IOException {
    return new Endpoint(InetAddress.getAllByName(address)[0], port);
  }
}
