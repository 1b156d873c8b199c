package net.groupvpn.client.part;

import java.io.IOException;
import net.groupvpn.overlay.io.stream.StreamPort;
import org.jspecify.annotations.Nullable;

/** TCP connections, for networks that block UDP. */
public final class StreamsPart implements Part {
  private static final String NO_LISTENER = "no_stream_port";

  private final @Nullable Streams streams;

  private StreamsPart(@Nullable Streams streams) {
    this.streams = streams;
  }

  /** Accepts and makes connections; does nothing where the configuration turns streams off. */
  public static StreamsPart start(ClientContext context, EnginePart engine, DataPlanePart dataPlane)
      throws IOException {
    int port = context.config().underlay().streamPort();
    if (port == StreamPort.NO_PORT) {
      return new StreamsPart(null);
    }
    Streams streams =
        new Streams(port, engine.loop(), dataPlane.dataPlane(), context.machine().sockets());
    engine.bridge().connect(streams);
    streams.start();
    if (streams.localPort() == StreamPort.NO_PORT) {
      context
          .notices()
          .note(
              NO_LISTENER,
              "no TCP connections are accepted: port %d cannot be had. Stop the program that uses"
                      .formatted(port)
                  + " it, or choose another stream_port");
    }
    return new StreamsPart(streams);
  }

  /** The TCP port that accepts connections, or {@link StreamPort#NO_PORT}. */
  public int localPort() {
    return streams == null ? StreamPort.NO_PORT : streams.localPort();
  }

  @Override
  public String name() {
    return "streams";
  }

  @Override
  public void end() throws InterruptedException {
    if (streams != null) {
      streams.close();
    }
  }
}
