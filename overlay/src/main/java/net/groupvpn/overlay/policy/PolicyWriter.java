package net.groupvpn.overlay.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.Inet4Address;
import java.time.Instant;
import net.groupvpn.overlay.identity.GroupAuthority;
import net.groupvpn.overlay.identity.IdentityException;

/** Makes policies. The portal does; members read them. */
public final class PolicyWriter {
  private PolicyWriter() {}

  /**
   * Issues a policy.
   *
   * @param number grows with every policy of this group; members refuse to go back
   * @throws IdentityException if it would be longer than {@link GroupPolicy#MAX_BYTES}, or the
   *     content makes no sense
   */
  public static GroupPolicy issue(
      GroupAuthority authority, long number, Instant made, PolicyContent content)
      throws IdentityException {
    byte[] json = json(number, made, content);
    byte[] encoded = new byte[PolicyFormat.SIGNATURE_BYTES + json.length];
    byte[] signature = authority.sign(PolicyFormat.signed(json));
    System.arraycopy(signature, 0, encoded, 0, signature.length);
    System.arraycopy(json, 0, encoded, signature.length, json.length);
    return GroupPolicy.parse(encoded, authority.ca());
  }

  private static byte[] json(long number, Instant made, PolicyContent content) {
    ObjectNode root =
        PolicyFormat.JSON
            .createObjectNode()
            .put(PolicyFormat.FORMAT_KEY, PolicyFormat.FORMAT)
            .put(PolicyFormat.NUMBER, number)
            .put(PolicyFormat.MADE, made.toString());
    ArrayNode gateways = root.putArray(PolicyFormat.GATEWAYS);
    for (GatewayRight gateway : content.gateways()) {
      putDevice(gateways.addObject().put(PolicyFormat.MEMBER, gateway.member()), gateway.device());
    }
    ArrayNode subnets = root.putArray(PolicyFormat.SUBNETS);
    for (SubnetRight subnet : content.subnets()) {
      subnets
          .addObject()
          .put(PolicyFormat.MEMBER, subnet.member())
          .put(PolicyFormat.PREFIX, SubnetRule.text(subnet.prefix()));
    }
    ArrayNode reservations = root.putArray(PolicyFormat.RESERVATIONS);
    for (Reservation reservation : content.reservations()) {
      put(reservations.addObject(), reservation);
    }
    try {
      return PolicyFormat.JSON.writeValueAsBytes(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts and numbers can be written", e);
    }
  }

  private static void put(ObjectNode out, Reservation reservation) {
    Inet4Address address = reservation.address();
    putDevice(out.put(PolicyFormat.MEMBER, reservation.member()), reservation.device());
    if (address != null) {
      out.put(PolicyFormat.ADDRESS, address.getHostAddress());
    }
    if (reservation.name() != null) {
      out.put(PolicyFormat.NAME, reservation.name());
    }
  }

  private static void putDevice(ObjectNode out, String device) {
    if (!device.isEmpty()) {
      out.put(PolicyFormat.DEVICE, device);
    }
  }
}
