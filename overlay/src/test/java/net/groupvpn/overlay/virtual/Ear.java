package net.groupvpn.overlay.virtual;

import java.util.ArrayList;
import java.util.List;
import net.groupvpn.overlay.engine.EngineCore;
import net.groupvpn.overlay.engine.Output;
import net.groupvpn.overlay.engine.Work;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.time.Now;
import org.jspecify.annotations.Nullable;

/** An engine that records what arrives, when and from whom, and sends what the test asks for. */
final class Ear implements EngineCore {
  final List<Endpoint> from = new ArrayList<>();
  final List<byte[]> datagrams = new ArrayList<>();
  final List<Long> atNanos = new ArrayList<>();
  final List<Endpoint> streamsFrom = new ArrayList<>();
  final List<Integer> frames = new ArrayList<>();
  final List<Long> framesAtNanos = new ArrayList<>();
  final List<Endpoint> closed = new ArrayList<>();
  private final List<Output> outputs = new ArrayList<>();

  /** Sends this with the next input or command. */
  void sends(Endpoint to, byte[] datagram) {
    outputs.add(new Output.Transmit(to, datagram));
  }

  /** Sends a frame of one byte with the next input or command. */
  void sendsFrame(Endpoint to, int number) {
    outputs.add(new Output.TransmitStream(to, new byte[] {(byte) number}));
  }

  /** Sends each from another port with the next input or command. */
  void scatters(Endpoint to, List<byte[]> datagrams) {
    outputs.add(new Output.Scatter(to, datagrams));
  }

  @Override
  public void enter(Now now) {}

  @Override
  public void onDatagram(Now now, Endpoint sender, byte[] datagram) {
    from.add(sender);
    datagrams.add(datagram);
    atNanos.add(now.bootNanos());
  }

  @Override
  public void onStreamFrame(Now now, Endpoint sender, byte[] frame) {
    streamsFrom.add(sender);
    frames.add((int) frame[0]);
    framesAtNanos.add(now.bootNanos());
  }

  @Override
  public void onStreamClosed(Now now, Endpoint peer) {
    closed.add(peer);
  }

  @Override
  public void onTimeout(Now now) {}

  @Override
  public void onWorkDone(Now now, Work<?> work) {}

  @Override
  public long nextTimeoutNanos() {
    return Long.MAX_VALUE;
  }

  @Override
  public @Nullable Output pollOutput() {
    return outputs.isEmpty() ? null : outputs.remove(0);
  }
}
