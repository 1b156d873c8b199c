package net.groupvpn.overlay.io.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.engine.Counter;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.record.FrameHeader;
import net.groupvpn.overlay.record.FrameType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real connections on this machine. */
@Timeout(60)
class StreamPortTest {
  private static final int HEADER_BYTES = 6;

  private final List<StreamPort> ports = new ArrayList<>();

  /** What a port has received. */
  private record Received(BlockingQueue<byte[]> frames, BlockingQueue<Endpoint> peers)
      implements StreamPort.Listener {
    Received() {
      this(new LinkedBlockingQueue<>(), new LinkedBlockingQueue<>());
    }

    @Override
    public void onFrame(Endpoint from, byte[] frame) {
      frames.add(frame);
      peers.add(from);
    }

    @Override
    public void onClosed(Endpoint peer) {}
  }

  @AfterEach
  void close() throws InterruptedException {
    for (StreamPort port : ports) {
      port.close();
    }
  }

  private StreamPort open(int tcpPort, StreamPort.Listener listener) throws IOException {
    StreamPort port = StreamPort.open(tcpPort, new SecureRandom(), listener);
    ports.add(port);
    port.start();
    return port;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static Endpoint endpoint(StreamPort port) {
    return new Endpoint(InetAddress.getLoopbackAddress(), port.localPort());
  }

  private static byte[] frame(int number, int length) {
    ByteBuffer frame = ByteBuffer.allocate(length);
    frame.put((byte) FrameType.SEALED.code()).put((byte) FrameHeader.VERSION).putInt(number);
    return frame.array();
  }

  @Test
  void framesGoBothWaysInOrder() throws Exception {
    Received atServer = new Received();
    Received atClient = new Received();
    StreamPort server = open(freePort(), atServer);
    StreamPort client = open(StreamPort.NO_PORT, atClient);
    int count = 2_000;

    for (int i = 0; i < count; i++) {
      while (!client.send(endpoint(server), frame(i, HEADER_BYTES + i % 1_500))) {
        Thread.onSpinWait();
      }
      byte[] got = atServer.frames.take();
      assertThat(ByteBuffer.wrap(got, 2, 4).getInt()).isEqualTo(i);
      assertThat(got).hasSize(HEADER_BYTES + i % 1_500);
    }
    Endpoint peer = atServer.peers.take();
    assertThat(server.send(peer, frame(7, 2_047))).isTrue();

    assertThat(atClient.frames.take()).isEqualTo(frame(7, 2_047));
    assertThat(client.counters()).containsEntry(OverlayCounter.STREAM_DIALLED.label(), 1L);
    assertThat(client.localPort()).isEqualTo(StreamPort.NO_PORT);
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    StreamPort server = open(freePort(), new Received());

    assertThatThrownBy(() -> open(server.localPort(), new Received()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot open TCP port " + server.localPort());
  }

  @Test
  void whoeverSpeaksNoTlsIsClosedAndOthersAreServed() throws Exception {
    Received atServer = new Received();
    StreamPort server = open(freePort(), atServer);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.localPort())) {
      OutputStream out = socket.getOutputStream();
      out.write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
      assertThat(readToEnd(socket)).isLessThan(100);
    }
    StreamPort client = open(StreamPort.NO_PORT, new Received());
    client.send(endpoint(server), frame(1, 100));

    assertThat(atServer.frames.poll(30, TimeUnit.SECONDS)).isEqualTo(frame(1, 100));
  }

  private static int readToEnd(Socket socket) {
    int count = 0;
    try {
      while (socket.getInputStream().read() >= 0) {
        count++;
      }
    } catch (IOException e) {
      return count;
    }
    return count;
  }

  @Test
  void nobodyListeningCostsTheFrameAlone() throws Exception {
    BlockingQueue<Endpoint> closed = new LinkedBlockingQueue<>();
    StreamPort client =
        open(
            StreamPort.NO_PORT,
            new StreamPort.Listener() {
              @Override
              public void onFrame(Endpoint from, byte[] frame) {}

              @Override
              public void onClosed(Endpoint peer) {
                closed.add(peer);
              }
            });
    Endpoint nobody = new Endpoint(InetAddress.getLoopbackAddress(), freePort());

    assertThat(client.send(nobody, frame(1, 10))).isTrue();

    assertThat(closed.take()).isEqualTo(nobody);
  }

  @Test
  void emptyAndOverlongFramesAreRefused() throws Exception {
    StreamPort client = open(StreamPort.NO_PORT, new Received());
    Endpoint anybody = new Endpoint(InetAddress.getLoopbackAddress(), 1);

    assertThat(client.send(anybody, new byte[0])).isFalse();
    assertThat(client.send(anybody, new byte[FrameReader.MAX_FRAME_BYTES + 1])).isFalse();
    assertThat(client.counters()).containsEntry(OverlayCounter.DROPPED_STREAM_LENGTH.label(), 2L);
  }

  @Test
  void aNewConnectionFromTheSamePortTakesTheOldOnesPlace() throws Exception {
    Received atServer = new Received();
    StreamPort server = open(freePort(), atServer);
    InetSocketAddress to =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.localPort());
    int port = freePort();
    for (int i = 0; i < 2 * StreamLimits.MAX_PER_ADDRESS; i++) {
      try (Socket socket = new Socket()) {
        socket.setReuseAddress(true);
        socket.setSoLinger(true, 0); // Closes with a reset, so that the port is free at once.
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.connect(to);
        awaitCounter(server, OverlayCounter.STREAM_ACCEPTED, i + 1);
      }
    }
    awaitCounter(server, OverlayCounter.STREAM_CONNECTIONS, 0);
  }

  /** Until the test's own time limit. */
  private static void awaitCounter(StreamPort port, Counter counter, long value) {
    while (port.counters().getOrDefault(counter.label(), 0L) != value) {
      Thread.onSpinWait();
    }
  }
}
