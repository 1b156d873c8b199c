package net.groupvpn.overlay.policy;

import java.net.Inet4Address;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import net.groupvpn.overlay.identity.GroupAuthority;
import net.groupvpn.overlay.identity.IdentityException;
import net.groupvpn.overlay.identity.TestGroup;
import net.groupvpn.overlay.path.AddressRange;
import net.groupvpn.overlay.path.NumericAddress;

/** PolicySamples for tests. */
public final class PolicySamples {
  private PolicySamples() {}

  /** One that says little. */
  public static GroupPolicy of(GroupAuthority authority, long number, String... gateways) {
    List<GatewayRight> all =
        List.of(gateways).stream().map(member -> new GatewayRight(member, "")).toList();
    return of(authority, number, new PolicyContent(all, List.of(), List.of()));
  }

  /** One that says {@code content}. */
  public static GroupPolicy of(GroupAuthority authority, long number, PolicyContent content) {
    try {
      return PolicyWriter.issue(authority, number, TestGroup.NOW, content);
    } catch (IdentityException e) {
      throw new AssertionError(e);
    }
  }

  /** Any text, signed by the CA as a policy. */
  static byte[] signed(GroupAuthority authority, String json) {
    byte[] text = json.getBytes(StandardCharsets.UTF_8);
    byte[] signature = authority.sign(PolicyFormat.signed(text));
    byte[] encoded = new byte[signature.length + text.length];
    System.arraycopy(signature, 0, encoded, 0, signature.length);
    System.arraycopy(text, 0, encoded, signature.length, text.length);
    return encoded;
  }

  /** A subnet that is well formed. */
  public static AddressRange range(String text) {
    return Objects.requireNonNull(SubnetRule.parse(text), text);
  }

  /** An address that is well formed. */
  public static Inet4Address address(String text) {
    return (Inet4Address) Objects.requireNonNull(NumericAddress.parse(text), text);
  }
}
