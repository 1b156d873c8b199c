package net.groupvpn.overlay.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.virtual.Kernel;
import net.groupvpn.overlay.wire.WireException;
import org.junit.jupiter.api.Test;

class LinkMessagesTest {
  private static final Endpoint ENDPOINT = Kernel.endpointOf(7);

  @Test
  void whatIsWrittenIsRead() throws WireException {
    Connect connect = new Connect(42, LinkReason.BUCKET, offer(2));
    ConnectAnswer accepted = ConnectAnswer.accept(42, offer(1));
    ConnectAnswer refused = ConnectAnswer.refuse(42, List.of(NodeId.hash(new byte[1])));
    LinkStatus status =
        new LinkStatus(
            -5, 200, 7, true, false, true, EnumSet.allOf(LinkReason.class), ENDPOINT, null);
    LinkStatus bare = new LinkStatus(0, 0, 0, false, true, false, Set.of(), null, null);
    LinkStatus offering = new LinkStatus(1, 1, 1, false, true, false, Set.of(), null, offer(2));

    assertThat(Connect.parse(connect.toPayload())).isEqualTo(connect);
    assertThat(ConnectAnswer.parse(accepted.toPayload())).isEqualTo(accepted);
    assertThat(ConnectAnswer.parse(refused.toPayload())).isEqualTo(refused);
    assertThat(LinkStatus.parse(status.toMessage())).isEqualTo(status);
    assertThat(LinkStatus.parse(bare.toMessage())).isEqualTo(bare);
    assertThat(LinkStatus.parse(offering.toMessage())).isEqualTo(offering);
  }

  @Test
  void anOfferMayNameThePublicNode() throws WireException {
    NodeId publicNode = NodeId.hash(new byte[2]);
    Offer isolated =
        new Offer(List.of(ENDPOINT), MappingBehaviour.ENDPOINT_DEPENDENT, publicNode, true);
    for (Offer offer : List.of(isolated, Offer.ofPublicNode(publicNode))) {
      LinkStatus status = new LinkStatus(1, 1, 1, false, true, false, Set.of(), null, offer);
      assertThat(LinkStatus.parse(status.toMessage())).isEqualTo(status);
    }
  }

  @Test
  void moreCandidatesThanAllowedAreNoMessage() {
    byte[] payload = new Connect(1, LinkReason.SIBLING, offer(9)).toPayload();

    assertThatThrownBy(() -> Connect.parse(payload)).isInstanceOf(WireException.class);
  }

  private static Offer offer(int candidates) {
    return new Offer(
        Collections.nCopies(candidates, ENDPOINT), MappingBehaviour.ENDPOINT_DEPENDENT);
  }
}
