package net.groupvpn.overlay.policy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;

/** How a policy is written: names in JSON, and what is signed. */
final class PolicyFormat {
  static final int SIGNATURE_BYTES = 64;

  /** The format that this version reads and writes; further members of it need no other one. */
  static final int FORMAT = 1;

  static final String FORMAT_KEY = "format";
  static final String NUMBER = "number";
  static final String MADE = "made";
  static final String GATEWAYS = "gateways";
  static final String SUBNETS = "subnets";
  static final String RESERVATIONS = "reservations";
  static final String MEMBER = "member";
  static final String DEVICE = "device";
  static final String PREFIX = "prefix";
  static final String ADDRESS = "address";
  static final String NAME = "name";

  private static final byte[] PURPOSE = "groupvpn policy\0".getBytes(StandardCharsets.US_ASCII);
  private static final int MAX_DEPTH = 16;

  static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .build();

  private PolicyFormat() {}

  /** What the CA signs. */
  static byte[] signed(byte[] json) {
    byte[] message = new byte[PURPOSE.length + json.length];
    System.arraycopy(PURPOSE, 0, message, 0, PURPOSE.length);
    System.arraycopy(json, 0, message, PURPOSE.length, json.length);
    return message;
  }
}
