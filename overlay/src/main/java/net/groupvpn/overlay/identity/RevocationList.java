package net.groupvpn.overlay.identity;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A certificate revocation list whose signature by the group's CA was verified. Immutable.
 * Certificates are revoked by serial number, and by the hash of their key, so that a new
 * certificate for an old key is revoked as well.
 */
public final class RevocationList {
  /** Longest accepted list, bytes of DER. */
  public static final int MAX_BYTES = 1_048_576;

  /** Most revoked certificates in a list. */
  public static final int MAX_ENTRIES = 8_000;

  /**
   * How long after its revocation a certificate stays in every list: longer than any node could
   * consider it in force.
   */
  public static final Duration LISTED = Duration.ofDays(120);

  /** The extension of a line that holds the revoked key's hash; an object identifier. */
  public static final String KEY_HASH = X509.REVOKED_KEY_HASH;

  private static final int KEY_HASH_BYTES = 32;
  private static final int VERSION_2 = 1;

  private final byte[] encoded;
  private final long number;
  private final long thisUpdateMillis;
  private final long nextUpdateMillis;
  private final @Nullable Census census;
  private final Map<String, Long> serials = new HashMap<>();
  private final Set<String> keyHashes = new HashSet<>();

  /** Verifies the signature, then reads DER. */
  public static RevocationList parse(byte[] der, GroupCa ca) throws IdentityException {
    X509.Signed signed = X509.readSigned(der, MAX_BYTES);
    if (!signed.isSignedBy(ca.spki())) {
      throw new IdentityException("the revocation list is not signed by the CA of this group");
    }
    return new RevocationList(der, signed);
  }

  private RevocationList(byte[] der, X509.Signed signed) throws IdentityException {
    encoded = der;
    Der in = new Der(signed.body()).enter(Der.SEQUENCE);
    if (in.smallInteger(Der.INTEGER) != VERSION_2) {
      throw new IdentityException("the revocation list is not of version 2");
    }
    X509.readAlgorithm(in);
    in.raw(Der.SEQUENCE);
    thisUpdateMillis = in.timeMillis();
    nextUpdateMillis = in.timeMillis();
    if (in.nextIs(Der.SEQUENCE)) {
      readEntries(in.enter(Der.SEQUENCE));
    }
    Der wrapped = in.enter(Der.constructed(0));
    in.end();
    Extensions extensions = Extensions.read(wrapped, Set.of());
    number = readNumber(extensions);
    Der counts = extensions.find(X509.CENSUS);
    census = counts == null ? null : Census.read(counts);
  }

  /** The list, DER; not a copy. */
  public byte[] encoded() {
    return encoded;
  }

  /** Grows with every list of the group. */
  public long number() {
    return number;
  }

  /** When the list was made, wall time. */
  public long thisUpdateMillis() {
    return thisUpdateMillis;
  }

  /** When the next list is promised, wall time; members do not refuse a late list. */
  public long nextUpdateMillis() {
    return nextUpdateMillis;
  }

  /** The size of the group when the list was made; null if the list does not state it. */
  public @Nullable Census census() {
    return census;
  }

  /** Number of revoked serials. */
  public int size() {
    return serials.size();
  }

  /**
   * Whether a certificate is revoked by its serial or its key hash; both lower-case hexadecimal.
   */
  public boolean isRevoked(String serial, String keyHash) {
    return serials.containsKey(serial) || keyHashes.contains(keyHash);
  }

  /**
   * Whether this list contains every entry of another one that still matters. The CA never takes a
   * revocation back. So a later list that lacks one was made by a portal that has lost revocations,
   * for example because it was restored from a backup.
   */
  public boolean covers(RevocationList other) {
    long oldestMillis = thisUpdateMillis - LISTED.toMillis();
    return other.serials.entrySet().stream()
        .allMatch(
            revoked -> serials.containsKey(revoked.getKey()) || revoked.getValue() < oldestMillis);
  }

  private void readEntries(Der entries) throws IdentityException {
    while (entries.hasMore()) {
      if (serials.size() == MAX_ENTRIES) {
        throw new IdentityException("the revocation list has more than " + MAX_ENTRIES + " lines");
      }
      readEntry(entries.enter(Der.SEQUENCE));
    }
  }

  private void readEntry(Der entry) throws IdentityException {
    serials.put(entry.integer(Der.INTEGER).toString(16), entry.timeMillis());
    if (entry.hasMore()) {
      Der keyHash = Extensions.read(entry, Set.of(X509.CRL_REASON)).find(X509.REVOKED_KEY_HASH);
      if (keyHash != null) {
        keyHashes.add(readKeyHash(keyHash));
      }
    }
    entry.end();
  }

  private static String readKeyHash(Der in) throws IdentityException {
    byte[] hash = in.content(Der.OCTET_STRING);
    in.end();
    if (hash.length != KEY_HASH_BYTES) {
      throw new IdentityException("a key hash in the revocation list has a wrong length");
    }
    return HexFormat.of().formatHex(hash);
  }

  private static long readNumber(Extensions extensions) throws IdentityException {
    Der in = extensions.need(X509.CRL_NUMBER);
    var value = in.integer(Der.INTEGER);
    in.end();
    if (value.signum() < 0 || value.bitLength() >= Long.SIZE) {
      throw new IdentityException("the revocation list's number is out of range: " + value);
    }
    return value.longValue();
  }
}
