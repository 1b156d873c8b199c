package net.groupvpn.portal.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import net.groupvpn.portal.web.Secrets;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id (RFC 9106) in the usual encoded form. Each run takes 19 MiB, so only a few run at a
 * time; further callers wait.
 */
final class Passwords {
  private static final int MEMORY_KIB = 19_456;
  private static final int ITERATIONS = 2;
  private static final int LANES = 1;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final int MAX_AT_ONCE = 4;
  private static final String PREFIX =
      "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + ITERATIONS + ",p=" + LANES + "$";
  private final Semaphore running = new Semaphore(MAX_AT_ONCE);
  private final Secrets secrets;
  private final String decoy;

  Passwords(Secrets secrets) {
    this.secrets = secrets;
    this.decoy = hash(secrets.next());
  }

  String hash(String password) {
    var salt = secrets.bytes(SALT_BYTES);
    return PREFIX + base64(salt) + "$" + base64(run(password, salt));
  }

  boolean matches(String password, String encoded) {
    var parts = encoded.substring(PREFIX.length()).split("\\$", -1);
    var salt = Base64.getDecoder().decode(parts[0]);
    return MessageDigest.isEqual(run(password, salt), Base64.getDecoder().decode(parts[1]));
  }

  /** A hash that no password matches, so that refusing an unknown name takes as long. */
  String decoy() {
    return decoy;
  }

  private byte[] run(String password, byte[] salt) {
    running.acquireUninterruptibly();
    try {
      var parameters =
          new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
              .withVersion(Argon2Parameters.ARGON2_VERSION_13)
              .withMemoryAsKB(MEMORY_KIB)
              .withIterations(ITERATIONS)
              .withParallelism(LANES)
              .withSalt(salt)
              .build();
      var generator = new Argon2BytesGenerator();
      generator.init(parameters);
      var hash = new byte[HASH_BYTES];
      generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
      return hash;
    } finally {
      running.release();
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().withoutPadding().encodeToString(bytes);
  }
}
