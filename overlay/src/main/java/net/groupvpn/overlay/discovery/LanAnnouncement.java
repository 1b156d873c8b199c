package net.groupvpn.overlay.discovery;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.security.Security;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/**
 * What a member announces by multicast to other members in the same network: where it listens.
 *
 * <pre>
 * 'G' | version 1 | question 1 | wall milliseconds 8 | count 1 | endpoints | mac 16
 * </pre>
 *
 * <p>The MAC is keyed by the group's secret, so strangers can neither forge an announcement nor
 * learn which group it belongs to. A replay within the hour only makes a member try an endpoint
 * once more.
 *
 * @param question whether the sender asks others to announce themselves
 */
public record LanAnnouncement(boolean question, long wallMillis, List<Endpoint> endpoints) {
  /** Longest announcement: eight IPv6 endpoints. */
  public static final int MAX_BYTES = 256;

  /** Most endpoints. */
  public static final int MAX_ENDPOINTS = 8;

  private static final int KIND = 'G';
  private static final int VERSION = 1;
  private static final long TOLERANCE_MILLIS = TimeUnit.HOURS.toMillis(1);

  public LanAnnouncement {
    endpoints = endpoints.stream().limit(MAX_ENDPOINTS).toList();
  }

  /** The datagram. */
  public byte[] encode(Security group) {
    WireWriter out = new WireWriter().u8(KIND).u8(VERSION).u8(question ? 1 : 0).i64(wallMillis);
    out.u8(endpoints.size());
    endpoints.forEach(endpoint -> endpoint.write(out));
    byte[] body = out.toBytes();
    return out.fixed(group.frameMac(body, 0, body.length)).toBytes();
  }

  /**
   * Reads a datagram from the network; null if it is too old, or not an announcement of this group.
   */
  public static @Nullable LanAnnouncement decode(byte[] bytes, Security group, long nowMillis) {
    int length = bytes.length - Security.FRAME_MAC_BYTES;
    if (length < 2 || bytes.length > MAX_BYTES || bytes[0] != KIND || bytes[1] != VERSION) {
      return null;
    }
    byte[] mac = Arrays.copyOfRange(bytes, length, bytes.length);
    if (!MessageDigest.isEqual(group.frameMac(bytes, 0, length), mac)) {
      return null;
    }
    try {
      LanAnnouncement read = read(new WireReader(bytes, 2, length - 2));
      return Math.abs(read.wallMillis - nowMillis) <= TOLERANCE_MILLIS ? read : null;
    } catch (WireException e) {
      return null;
    }
  }

  private static LanAnnouncement read(WireReader in) throws WireException {
    boolean question = in.flag();
    long wallMillis = in.i64();
    int count = in.count(MAX_ENDPOINTS);
    List<Endpoint> endpoints = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      endpoints.add(Endpoint.read(in));
    }
    in.end();
    return new LanAnnouncement(question, wallMillis, endpoints);
  }
}
