package net.groupvpn.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.io.stream.StreamPort;
import net.groupvpn.overlay.path.Endpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pages, calls and streams on one port, for networks that let only TCP 443 through. */
@Timeout(60)
final class SharedPortTest {
  @TempDir Path data;

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Test
  void aMachineEnrolsThroughThePortOfStreamsThatItsGroupFileNames() throws IOException {
    var port = freePort();
    try (var portal = RunningPortal.withStreams(data, port)) {
      var owner = portal.setUpOwner();
      var group = RunningPortal.createGroup(owner, "Office");
      var file = RunningPortal.download(owner, group);
      var url = TestMachine.groupFile(file).portal().url();
      assertThat(url.getPort()).isEqualTo(port);

      var machine = new TestMachine(new TestBrowser(url.toString()));
      assertThat(machine.enrol(TestMachine.token(file))).isEqualTo("ok");
      assertThat(machine.sync(portal.clock.instant().toString())).isEqualTo("ok");

      var browser = new TestBrowser(url.toString());
      assertThat(
              browser
                  .send("/log-in", "name", "owner", "password", RunningPortal.PASSWORD)
                  .location())
          .isEqualTo("/groups");
      assertThat(browser.get("/audit").body()).contains("127.0.0.1");
    }
  }

  @Test
  void streamsAreStillTakenThere() throws IOException, InterruptedException {
    var port = freePort();
    BlockingQueue<Endpoint> closed = new LinkedBlockingQueue<>();
    var listener =
        new StreamPort.Listener() {
          @Override
          public void onFrame(Endpoint from, byte[] frame) {}

          @Override
          public void onClosed(Endpoint peer) {
            closed.add(peer);
          }
        };
    try (var portal = RunningPortal.withStreams(data, port);
        var client = StreamPort.open(StreamPort.NO_PORT, new SecureRandom(), listener)) {
      client.start();
      var to = new Endpoint(InetAddress.getLoopbackAddress(), port);
      client.send(to, new byte[] {9});
      while (portal.portal.streamCount(OverlayCounter.STREAM_ACCEPTED) == 0) {
        Thread.onSpinWait();
      }
      assertThat(portal.portal.streamCount(OverlayCounter.STREAM_GUESTS)).isZero();
      assertThat(closed).isEmpty();
    }
  }
}
