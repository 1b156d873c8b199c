package net.groupvpn.client.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.NumericAddress;
import org.junit.jupiter.api.Test;

/** Frames that a neighbour sends to the card, whatever address is in them. */
class FrameReceiverTest {
  private static final Endpoint PEER = new Endpoint(address("203.0.113.7"), 7_500);
  private static final Endpoint PEER6 = new Endpoint(address("2001:db8::7"), 7_500);

  private final List<byte[]> coming = new ArrayList<>();
  private final AskedAddresses asked = new AskedAddresses(() -> 1);
  private final FrameReceiver receiver = new FrameReceiver(new Wire(), asked);

  private static InetAddress address(String text) {
    return Objects.requireNonNull(NumericAddress.parse(text));
  }

  private final class Wire implements FrameReceiver.Frames {
    private List<byte[]> now = List.of();

    @Override
    public int receive() {
      now = List.copyOf(coming);
      coming.clear();
      return now.size();
    }

    @Override
    public int copyTo(int message, byte[] bytes) {
      byte[] frame = now.get(message);
      System.arraycopy(frame, 0, bytes, 0, frame.length);
      return frame.length;
    }
  }

  private void send(Endpoint from, String to) {
    byte[] frame = new byte[PacketSocket.MAX_FRAME_BYTES];
    OwnFrame.Ends ends =
        new OwnFrame.Ends(1, 2, from.address(), from.port(), new Endpoint(address(to), 7_400));
    int length = OwnFrame.write(frame, ends, new byte[100], 0, 100, 100);
    coming.add(java.util.Arrays.copyOf(frame, length));
  }

  /** Otherwise its answers would leave with a foreign address, which anybody could name. */
  @Test
  void onlyTheCardsOwnAddressesAreAsked() {
    receiver.own(Set.of(address("192.168.7.2"), address("fd17::2")));
    send(PEER, "198.51.100.66");
    send(PEER6, "2001:db8::66");
    assertThat(receiver.receive()).isZero();
    assertThat(receiver.wasAny()).as("so that more of them are taken").isTrue();
    assertThat(receiver.dropped()).isEqualTo(2);

    send(PEER, "198.51.100.66");
    send(PEER, "192.168.7.2");
    send(PEER6, "fd17::2");
    assertThat(receiver.receive()).isEqualTo(2);
    assertThat(receiver.source(0)).isEqualTo(PEER);
    assertThat(receiver.source(1)).isEqualTo(PEER6);
    assertThat(asked.toSendFrom(PEER)).endsWith((byte) 192, (byte) 168, (byte) 7, (byte) 2);
    assertThat(asked.toSendFrom(PEER6)).isEqualTo(address("fd17::2").getAddress());
    assertThat(receiver.receive()).isZero();
    assertThat(receiver.wasAny()).isFalse();
  }
}
