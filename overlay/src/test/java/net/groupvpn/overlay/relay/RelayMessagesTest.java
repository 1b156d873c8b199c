package net.groupvpn.overlay.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.relay.LinkSet.Leg;
import net.groupvpn.overlay.relay.RelayMessages.Carried;
import net.groupvpn.overlay.relay.RelayMessages.Offer;
import net.groupvpn.overlay.session.MessageType;
import net.groupvpn.overlay.session.Session;
import net.groupvpn.overlay.wire.WireException;
import org.junit.jupiter.api.Test;

class RelayMessagesTest {
  private static final NodeId NODE = NodeId.random(new Random(1));

  @Test
  void aLinkSetIsReadAsItWasWritten() throws WireException {
    LinkSet set =
        new LinkSet(
            true,
            List.of(
                new Leg(
                    NODE,
                    TimeUnit.MICROSECONDS.toNanos(12_345),
                    TimeUnit.SECONDS.toNanos(77),
                    1_442,
                    30),
                new Leg(NodeId.random(new Random(2)), Session.UNKNOWN_RTT, 0, 518, 0)));

    assertThat(LinkSet.parse(set.toMessage())).isEqualTo(set);
  }

  @Test
  void theLongestLinkSetFitsIntoOneRecord() {
    Leg leg = new Leg(NODE, 1, 1, 1_442, 0);
    LinkSet full = new LinkSet(false, new ArrayList<>(Collections.nCopies(LinkSet.MAX_LEGS, leg)));

    assertThat(full.toMessage()).hasSizeLessThan(1_170);
  }

  @Test
  void aLinkSetThatIsTooLongOrCutIsRefused() {
    byte[] good = new LinkSet(false, List.of(new Leg(NODE, 1, 1, 1, 1))).toMessage();
    byte[] tooMany = good.clone();
    tooMany[2] = LinkSet.MAX_LEGS + 1;

    assertThatThrownBy(() -> LinkSet.parse(tooMany)).isInstanceOf(WireException.class);
    for (int length = 1; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      assertThatThrownBy(() -> LinkSet.parse(cut)).isInstanceOf(WireException.class);
    }
  }

  @Test
  void aCarriedFrameIsReadAsItWasWritten() throws WireException {
    byte[] message = new Carried(NODE, new byte[] {1, 2, 3}).toMessage(MessageType.RELAY);

    Carried read = Carried.parse(message);

    assertThat(read.node()).isEqualTo(NODE);
    assertThat(read.frame()).containsExactly(1, 2, 3);
    assertThatThrownBy(() -> Carried.parse(Arrays.copyOf(message, 1 + NodeId.BYTES)))
        .isInstanceOf(WireException.class);
  }

  @Test
  void anOfferSaysNoMoreThanAHundredPercent() throws WireException {
    assertThat(Offer.parse(new Offer(false, 255).toMessage())).isEqualTo(new Offer(false, 100));
  }
}
