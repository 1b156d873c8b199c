package net.groupvpn.client.dataplane;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.Path;
import org.jspecify.annotations.Nullable;

/** Records what the data plane told the engine, as text. */
final class RecordingInbox implements EngineInbox {
  private static final int LIMIT = 1_000;

  private final BlockingQueue<String> events = new LinkedBlockingQueue<>(LIMIT);
  final BlockingQueue<byte[]> overlayFrames = new LinkedBlockingQueue<>(LIMIT);
  final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /** The next event, or null if none comes within ten seconds. */
  @Nullable String next() throws InterruptedException {
    return events.poll(10, TimeUnit.SECONDS);
  }

  /** Whether there is none now. */
  boolean isEmpty() {
    return events.isEmpty();
  }

  @Override
  public boolean onDatagram(Endpoint from, byte[] datagram) {
    return events.offer("datagram " + from + " " + datagram.length);
  }

  @Override
  public boolean onUnknownDestination(Ipv4Address address) {
    return events.offer("destination " + address);
  }

  @Override
  public boolean onUnknownDestination(Ipv6Address address) {
    return events.offer("destination " + address);
  }

  @Override
  public boolean onUnknownSource(NodeId peer, Ipv4Address address) {
    return events.offer("source " + peer + " " + address);
  }

  @Override
  public boolean onPong(NodeId gateway, int sequence) {
    return events.offer("pong " + sequence + " " + gateway);
  }

  @Override
  public boolean onForwarded(int sequence) {
    return events.offer("forwarded " + sequence);
  }

  @Override
  public void onOtherEndpoint(NodeId peer, Endpoint from) {
    events.add("elsewhere " + from);
  }

  @Override
  public boolean sendOverlay(NodeId peer, Path path, byte[] frame) {
    return overlayFrames.offer(frame);
  }

  @Override
  public void onTooLong(NodeId peer, int datagramBytes) {
    events.add("too long " + datagramBytes);
  }

  @Override
  public void onDataPlaneFailed(String thread, Throwable cause) {
    failure.set(cause);
  }
}
