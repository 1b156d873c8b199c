package net.groupvpn.overlay.group;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import net.groupvpn.overlay.identity.GroupCa;
import net.groupvpn.overlay.identity.IdentityException;

/**
 * Reads a group file. In order: size and text, TOML, format version, unknown keys, the authority,
 * the signature over all bytes before its line, and only then the other values.
 */
final class GroupFileReader {
  private static final String SIGNATURE_LINE = "\n" + Keys.SIGNATURE + " = ";
  private static final int MIN_CRL_INTERVAL_SECONDS = 1;
  private static final int MAX_CRL_INTERVAL_SECONDS = 86_400 * 7;

  private GroupFileReader() {}

  static GroupFile read(byte[] bytes) throws GroupFileException {
    String text = text(bytes);
    JsonNode tree = parse(text);
    checkFormat(tree);
    checkKeys(tree, text);
    Values values = new Values(tree);
    GroupCa ca = authority(values);
    checkSignature(values, bytes, text, ca);
    return file(values, ca);
  }

  private static String text(byte[] bytes) throws GroupFileException {
    if (bytes.length > GroupFile.MAX_BYTES) {
      throw GroupFileException.damaged(
          "it has " + bytes.length + " bytes, more than " + GroupFile.MAX_BYTES);
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw GroupFileException.damaged("it is not text");
    }
  }

  private static JsonNode parse(String text) throws GroupFileException {
    try {
      return new TomlMapper().readTree(text);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw GroupFileException.damaged("line " + line + " is not TOML");
    } catch (RuntimeException | StackOverflowError e) {
      throw GroupFileException.damaged("it is not TOML");
    }
  }

  private static void checkFormat(JsonNode tree) throws GroupFileException {
    JsonNode format = tree.get(Keys.FORMAT);
    if (format == null || !format.isInt()) {
      throw GroupFileException.damaged("it does not begin with a format number");
    }
    if (format.asInt() != GroupFile.FORMAT) {
      throw new GroupFileException(
          GroupFileException.Reason.UNSUPPORTED_FORMAT,
          "the group file has format "
              + format.asInt()
              + ", but this version of GroupVPN reads format "
              + GroupFile.FORMAT
              + "; install a version that fits the portal");
    }
  }

  private static void checkKeys(JsonNode tree, String text) throws GroupFileException {
    for (Iterator<String> names = tree.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!Keys.ALL.contains(name)) {
        throw new GroupFileException(
            GroupFileException.Reason.UNKNOWN_KEY,
            "line "
                + lineOf(name, text)
                + " of the group file has an unknown key, "
                + name
                + "; download the file again, or install a version that fits the portal");
      }
    }
  }

  /** The parser discards positions, but every key begins a line, perhaps in brackets or quotes. */
  private static int lineOf(String name, String text) {
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      if (lines[i].replaceAll("^[\\s\\[\"']+", "").startsWith(name)) {
        return i + 1;
      }
    }
    return lines.length;
  }

  private static GroupCa authority(Values values) throws GroupFileException {
    try {
      GroupCa ca = GroupCa.parsePem(values.string(Keys.CA));
      if (!ca.groupId().equals(values.string(Keys.GROUP_ID))) {
        throw GroupFileException.damaged("its group ID is not that of its authority");
      }
      if (!ca.name().equals(values.string(Keys.GROUP_NAME))) {
        throw GroupFileException.damaged("its group name is not that of its authority");
      }
      return ca;
    } catch (IdentityException e) {
      throw GroupFileException.damaged(String.valueOf(e.getMessage()));
    }
  }

  private static void checkSignature(Values values, byte[] bytes, String text, GroupCa ca)
      throws GroupFileException {
    byte[] signature = values.base64(Keys.SIGNATURE);
    int at = text.lastIndexOf(SIGNATURE_LINE);
    if (at < 0 || text.indexOf('\n', at + 1) != text.length() - 1) {
      throw GroupFileException.damaged("its last line is not its signature");
    }
    int signed = text.substring(0, at + 1).getBytes(StandardCharsets.UTF_8).length;
    if (!ca.verify(Arrays.copyOf(bytes, signed), signature)) {
      throw GroupFileException.damaged("it was changed after the portal had signed it");
    }
  }

  private static GroupFile file(Values values, GroupCa ca) throws GroupFileException {
    URI url = values.httpsUrl(Keys.PORTAL);
    byte[] secret = values.base64(Keys.SECRET);
    if (secret.length != GroupFile.SECRET_BYTES) {
      throw GroupFileException.damaged("its secret has " + secret.length + " bytes, not 32");
    }
    return new GroupFile(
        new GroupFile.Portal(url, values.fingerprint(Keys.PORTAL_FINGERPRINT)),
        ca,
        secret,
        new GroupFile.Network(
            values.string(Keys.IPV4_RANGE),
            values.string(Keys.DNS_SUFFIX),
            values.strings(Keys.SEEDS)),
        new GroupFile.Enrolment(
            values.string(Keys.TOKEN),
            values.instant(Keys.EXPIRES),
            values.integer(
                Keys.CRL_INTERVAL_SECONDS, MIN_CRL_INTERVAL_SECONDS, MAX_CRL_INTERVAL_SECONDS)));
  }
}
