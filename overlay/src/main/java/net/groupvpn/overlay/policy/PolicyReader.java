package net.groupvpn.overlay.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Inet4Address;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.groupvpn.overlay.identity.GroupCa;
import net.groupvpn.overlay.identity.IdentityException;
import net.groupvpn.overlay.path.AddressRange;
import net.groupvpn.overlay.path.NumericAddress;
import org.jspecify.annotations.Nullable;

/** Reads a policy: length, signature, JSON, and whether all of it makes sense; in this order. */
final class PolicyReader {
  private PolicyReader() {}

  static GroupPolicy read(byte[] encoded, GroupCa ca) throws IdentityException {
    if (encoded.length > GroupPolicy.MAX_BYTES || encoded.length < PolicyFormat.SIGNATURE_BYTES) {
      throw bad("has a length of " + encoded.length + " bytes");
    }
    byte[] signature = Arrays.copyOf(encoded, PolicyFormat.SIGNATURE_BYTES);
    byte[] json = Arrays.copyOfRange(encoded, PolicyFormat.SIGNATURE_BYTES, encoded.length);
    if (!ca.verify(PolicyFormat.signed(json), signature)) {
      throw bad("is not signed by the CA of this group");
    }
    JsonNode root = tree(json);
    if (intOf(root, PolicyFormat.FORMAT_KEY) != PolicyFormat.FORMAT) {
      throw bad("is of a format that this version does not know");
    }
    PolicyContent content = new PolicyContent(gateways(root), subnets(root), reservations(root));
    String problem = content.problem();
    if (problem != null) {
      throw bad("makes no sense: " + problem);
    }
    return new GroupPolicy(number(root), madeMillis(root), content, encoded);
  }

  private static JsonNode tree(byte[] json) throws IdentityException {
    try {
      JsonNode root = PolicyFormat.JSON.readTree(json);
      if (root != null && root.isObject()) {
        return root;
      }
    } catch (IOException e) {
      // Told below: what a parser says of hostile text is not for people.
    }
    throw bad("is not a JSON object");
  }

  private static long number(JsonNode root) throws IdentityException {
    JsonNode value = root.path(PolicyFormat.NUMBER);
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() <= 0) {
      throw bad("has no number");
    }
    return value.longValue();
  }

  private static int intOf(JsonNode root, String key) {
    JsonNode value = root.path(key);
    return value.isInt() ? value.intValue() : 0;
  }

  private static long madeMillis(JsonNode root) throws IdentityException {
    try {
      return Instant.parse(text(root, PolicyFormat.MADE)).toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      throw bad("does not say when it was made");
    }
  }

  private static List<GatewayRight> gateways(JsonNode root) throws IdentityException {
    List<GatewayRight> all = new ArrayList<>();
    for (JsonNode each : list(root, PolicyFormat.GATEWAYS)) {
      all.add(new GatewayRight(text(each, PolicyFormat.MEMBER), device(each)));
    }
    return all;
  }

  private static List<SubnetRight> subnets(JsonNode root) throws IdentityException {
    List<SubnetRight> all = new ArrayList<>();
    for (JsonNode each : list(root, PolicyFormat.SUBNETS)) {
      AddressRange prefix = SubnetRule.parse(text(each, PolicyFormat.PREFIX));
      if (prefix == null) {
        throw bad("has a subnet that is none");
      }
      all.add(new SubnetRight(text(each, PolicyFormat.MEMBER), prefix));
    }
    return all;
  }

  private static List<Reservation> reservations(JsonNode root) throws IdentityException {
    List<Reservation> all = new ArrayList<>();
    for (JsonNode each : list(root, PolicyFormat.RESERVATIONS)) {
      all.add(
          new Reservation(
              text(each, PolicyFormat.MEMBER),
              device(each),
              address(each),
              each.has(PolicyFormat.NAME) ? text(each, PolicyFormat.NAME) : null));
    }
    return all;
  }

  private static @Nullable Inet4Address address(JsonNode reservation) throws IdentityException {
    if (!reservation.has(PolicyFormat.ADDRESS)) {
      return null;
    }
    Inet4Address address = NumericAddress.parse4(text(reservation, PolicyFormat.ADDRESS));
    if (address == null) {
      throw bad("reserves an address that is none");
    }
    return address;
  }

  private static String device(JsonNode each) throws IdentityException {
    return each.has(PolicyFormat.DEVICE) ? text(each, PolicyFormat.DEVICE) : "";
  }

  /** A list that is missing is empty. */
  private static JsonNode list(JsonNode root, String key) throws IdentityException {
    JsonNode value = root.path(key);
    if (!value.isMissingNode() && !value.isArray()) {
      throw bad("has no list of " + key);
    }
    return value;
  }

  private static String text(JsonNode object, String key) throws IdentityException {
    JsonNode value = object.path(key);
    if (!value.isTextual()) {
      throw bad("lacks a text, " + key);
    }
    return value.textValue();
  }

  private static IdentityException bad(String reason) {
    return new IdentityException("the policy " + reason);
  }
}
