package net.groupvpn.overlay.group;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import net.groupvpn.overlay.identity.GroupCa;

/**
 * Everything that a client needs to enrol and to find its group: TOML with one value per line, at
 * most {@link #MAX_BYTES} long. The last line is {@code signature = "..."}, Base64 of the group
 * CA's Ed25519 signature over every byte before that line.
 *
 * <p>The signature proves that the file is complete. It does not prove that the portal is the right
 * one: anyone who can replace the whole file can replace the CA in it. So the file must arrive over
 * a trusted channel, such as the portal's page.
 *
 * @param portal where to enrol
 * @param ca the group's authority
 * @param secret 32 bytes that only the group shares
 * @param network addresses and names inside, endpoints outside
 * @param enrolment how to become a member with this file
 */
public record GroupFile(
    Portal portal, GroupCa ca, byte[] secret, Network network, Enrolment enrolment) {
  /** Longest group file that is read, bytes. */
  public static final int MAX_BYTES = 65_536;

  /** Length of {@link #secret}, bytes. */
  public static final int SECRET_BYTES = 32;

  /** The format that this version reads and writes. */
  public static final int FORMAT = 1;

  /**
   * Where the portal is.
   *
   * @param url an https URL without query or fragment
   * @param fingerprint SHA-256 of the portal's TLS certificate (DER), 64 lower-case hexadecimal
   *     digits; in the file it stands after {@code sha256:}
   */
  public record Portal(URI url, String fingerprint) {}

  /**
   * The group's network.
   *
   * @param ipv4Range network address and prefix length, such as {@code 10.128.0.0/16}
   * @param dnsSuffix such as {@code office.gvpn}
   * @param seeds public-overlay endpoints, {@code address:port}, the portal's node first
   */
  public record Network(String ipv4Range, String dnsSuffix, List<String> seeds) {
    /** The largest range is a whole class A network. */
    public static final int MIN_PREFIX_BITS = 8;

    /** The smallest range has 6 hosts. */
    public static final int MAX_PREFIX_BITS = 29;

    public Network {
      seeds = List.copyOf(seeds);
    }
  }

  /**
   * One enrolment.
   *
   * @param token the portal accepts it once
   * @param expires when the token expires
   * @param crlIntervalSeconds how often a client asks the portal for a new revocation list
   */
  public record Enrolment(String token, Instant expires, int crlIntervalSeconds) {}

  /** The group's ID, 64 hexadecimal digits. */
  public String groupId() {
    return ca.groupId();
  }

  /** The group's name. */
  public String groupName() {
    return ca.name();
  }

  /**
   * Reads a file for enrolment.
   *
   * @param wallMillis the present wall time
   * @throws GroupFileException if it is damaged or expired, or has an unknown format or key
   */
  public static GroupFile read(byte[] bytes, long wallMillis) throws GroupFileException {
    GroupFile file = readEnrolled(bytes);
    Instant expires = file.enrolment().expires();
    if (expires.toEpochMilli() < wallMillis) {
      throw new GroupFileException(
          GroupFileException.Reason.EXPIRED,
          "the group file expired at " + expires + "; download a new one from the portal");
    }
    return file;
  }

  /** The same for a client that has already enrolled with it: expiry does not matter. */
  public static GroupFile readEnrolled(byte[] bytes) throws GroupFileException {
    return GroupFileReader.read(bytes);
  }

  /**
   * Writes the file.
   *
   * @param sign signs with the key of {@link #ca}, such as {@code authority::sign}
   */
  public byte[] write(UnaryOperator<byte[]> sign) {
    return GroupFileWriter.write(this, sign);
  }
}
