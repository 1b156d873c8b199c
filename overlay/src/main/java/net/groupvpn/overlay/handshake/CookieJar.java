package net.groupvpn.overlay.handshake;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path;

/**
 * Cookies that need no memory: a hash of a secret, the initiator's location, and its attempt. Over
 * an overlay the location is the source ID; over a relay, the source and the relay. Valid for one
 * to two minutes.
 */
public final class CookieJar {
  /** Length of a cookie, bytes. */
  public static final int COOKIE_BYTES = 16;

  /** How long a secret makes cookies; they are accepted for as long again. */
  public static final long SECRET_NANOS = TimeUnit.SECONDS.toNanos(60);

  private static final int SECRET_BYTES = 32;

  private final Engine engine;
  private byte[] secret = {};
  private byte[] former = {};
  private long sinceNanos;

  CookieJar(Engine engine) {
    this.engine = engine;
  }

  byte[] bake(Path source, long attempt) {
    refresh();
    return cookie(secret, source, attempt);
  }

  boolean isGood(byte[] cookie, Path source, long attempt) {
    if (cookie.length != COOKIE_BYTES || secret.length == 0) {
      return false;
    }
    refresh();
    return MessageDigest.isEqual(cookie, cookie(secret, source, attempt))
        || (former.length > 0 && MessageDigest.isEqual(cookie, cookie(former, source, attempt)));
  }

  private void refresh() {
    long age = engine.now().bootNanos() - sinceNanos;
    if (secret.length == 0 || age >= SECRET_NANOS) {
      former = age >= 2 * SECRET_NANOS ? new byte[0] : secret;
      secret = new byte[SECRET_BYTES];
      engine.random().nextBytes(secret);
      sinceNanos = engine.now().bootNanos();
    }
  }

  private static byte[] cookie(byte[] secret, Path source, long attempt) {
    byte[] number = ByteBuffer.allocate(Long.BYTES).putLong(attempt).array();
    return Arrays.copyOf(NodeId.hash(secret, number, name(source)).toBytes(), COOKIE_BYTES);
  }

  private static byte[] name(Path source) {
    NodeId node = source.node();
    return (source + (node == null ? "" : node.toHex())).getBytes(StandardCharsets.US_ASCII);
  }
}
