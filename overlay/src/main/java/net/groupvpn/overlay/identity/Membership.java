package net.groupvpn.overlay.identity;

import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import net.groupvpn.overlay.security.Role;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;

/**
 * What a certificate says about a node's place in its group, in the private extension {@link
 * X509#MEMBERSHIP}: {@code SEQUENCE { groupId OCTET STRING (32), salt OCTET STRING (16), member
 * UTF8String, roles SEQUENCE OF INTEGER }}.
 *
 * @param groupId SHA-256 of the CA's SubjectPublicKeyInfo, 64 hexadecimal digits
 * @param member the member's account name
 * @param roles what the node may do; unknown numbers are skipped
 * @param salt {@link #SALT_BYTES} bytes that the CA chose at the first enrolment
 */
public record Membership(String groupId, String member, Set<Role> roles, byte[] salt) {
  /** Length of a salt, bytes. */
  public static final int SALT_BYTES = 16;

  private static final int GROUP_ID_BYTES = 32;
  private static final int MAX_ROLES = 16;

  public Membership {
    roles = Set.copyOf(roles);
  }

  DERSequence encode() {
    DERSequence numbers =
        new DERSequence(
            roles.stream()
                .sorted()
                .map(role -> new ASN1Integer(role.number()))
                .toArray(ASN1Encodable[]::new));
    return X509.sequence(
        new DEROctetString(HexFormat.of().parseHex(groupId)),
        new DEROctetString(salt),
        new DERUTF8String(member),
        numbers);
  }

  static Membership read(Der value) throws IdentityException {
    Der in = value.enter(Der.SEQUENCE);
    value.end();
    byte[] groupId = in.content(Der.OCTET_STRING);
    byte[] salt = in.content(Der.OCTET_STRING);
    if (groupId.length != GROUP_ID_BYTES || salt.length != SALT_BYTES) {
      throw new IdentityException("the group ID or salt in the certificate has a wrong length");
    }
    String member = in.text(Der.UTF8_STRING, X509.MAX_NAME_BYTES);
    Set<Role> roles = readRoles(in.enter(Der.SEQUENCE));
    in.end();
    return new Membership(HexFormat.of().formatHex(groupId), member, roles, salt);
  }

  private static Set<Role> readRoles(Der in) throws IdentityException {
    EnumSet<Role> roles = EnumSet.noneOf(Role.class);
    for (int count = 0; in.hasMore(); count++) {
      int number = in.smallInteger(Der.INTEGER);
      if (count == MAX_ROLES) {
        throw new IdentityException("the certificate has more than " + MAX_ROLES + " roles");
      }
      for (Role role : Role.values()) {
        if (role.number() == number) {
          roles.add(role);
        }
      }
    }
    return roles;
  }
}
