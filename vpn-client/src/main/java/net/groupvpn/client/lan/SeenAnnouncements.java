package net.groupvpn.client.lan;

import java.net.Inet6Address;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import net.groupvpn.client.device.LanPort;

/**
 * The newest announcements. No two are equal, because each carries its time; a repeated one is an
 * echo. The same one may arrive once per IP version.
 */
final class SeenAnnouncements {
  private record Seen(boolean overIpv6, ByteBuffer bytes) {}

  private final Map<Seen, Boolean> newest;

  SeenAnnouncements(int capacity) {
    newest =
        new LinkedHashMap<>() {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Seen, Boolean> eldest) {
            return size() > capacity;
          }
        };
  }

  /** Remembers it; false if it is already remembered. */
  boolean isNew(LanPort.Received received) {
    boolean overIpv6 = received.from() instanceof Inet6Address;
    ByteBuffer bytes = ByteBuffer.wrap(received.bytes().clone());
    return newest.putIfAbsent(new Seen(overIpv6, bytes), true) == null;
  }
}
