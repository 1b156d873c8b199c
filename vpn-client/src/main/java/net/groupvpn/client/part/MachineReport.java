package net.groupvpn.client.part;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import net.groupvpn.dhcpdns.address.Label;
import net.groupvpn.dhcpdns.machine.KnownMachine;

/** The machines behind this one, as {@code status} shows them. */
final class MachineReport {
  private static final HexFormat COLONS = HexFormat.ofDelimiter(":");
  private static final int MAC_BYTES = 6;

  private MachineReport() {}

  static ArrayNode of(List<KnownMachine> machines, String suffix) {
    ArrayNode report = JsonNodeFactory.instance.arrayNode();
    for (KnownMachine machine : machines) {
      Label name = machine.name();
      report
          .addObject()
          .put("name", name == null ? null : name.text() + "." + suffix)
          .put("ipv4", machine.address().toString())
          .put("mac", mac(machine.mac()))
          .put("until", Instant.ofEpochMilli(machine.untilMillis()).toString());
    }
    return report;
  }

  private static String mac(long mac) {
    byte[] bytes = new byte[MAC_BYTES];
    for (int i = 0; i < MAC_BYTES; i++) {
      bytes[i] = (byte) (mac >>> (Byte.SIZE * (MAC_BYTES - 1 - i)));
    }
    return COLONS.formatHex(bytes);
  }
}
