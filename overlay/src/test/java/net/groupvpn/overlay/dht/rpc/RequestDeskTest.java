package net.groupvpn.overlay.dht.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.time.Now;
import net.groupvpn.overlay.wire.WireWriter;
import org.junit.jupiter.api.Test;

final class RequestDeskTest {
  private static final OverlayPath ASKER = new OverlayPath(NodeId.hash(new byte[] {1}), null);
  private static final byte[] REQUEST = new WireWriter().i64(7).code(DhtOp.CONFIRM).toBytes();

  private final List<byte[]> sent = new ArrayList<>();
  private final RequestDesk desk =
      new RequestDesk(
          new Engine(new Random(1), new Now(0, 0)),
          node -> true,
          (to, payload) -> sent.add(payload));
  private final List<RequestDesk.Request> served = new ArrayList<>();

  RequestDeskTest() {
    desk.serve(DhtOp.CONFIRM, (request, body) -> served.add(request));
  }

  @Test
  void aRepeatedRequestIsServedOnceAndAnsweredAgain() {
    desk.onRequest(ASKER, ASKER.node(), REQUEST);
    desk.onRequest(ASKER, ASKER.node(), REQUEST);
    assertThat(served).hasSize(1);
    assertThat(sent).isEmpty();
    served.get(0).respond(new byte[] {5});
    desk.onRequest(ASKER, ASKER.node(), REQUEST);
    assertThat(served).hasSize(1);
    assertThat(sent).hasSize(2);
    assertThat(sent.get(1)).isEqualTo(sent.get(0));
  }

  @Test
  void aPostponedRequestIsServedWhenItComesAgain() {
    desk.onRequest(ASKER, ASKER.node(), REQUEST);
    served.get(0).postpone();
    desk.onRequest(ASKER, ASKER.node(), REQUEST);
    assertThat(served).hasSize(2);
  }
}
