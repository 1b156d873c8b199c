package net.groupvpn.client.device;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.groupvpn.client.device.NetDevice.Address;
import net.groupvpn.dhcpdns.packet.PacketBytes;
import org.jspecify.annotations.Nullable;

/** The devices of this process's network namespace, by rtnetlink: RTM_GETLINK and RTM_GETADDR. */
public final class LinuxNetDevices implements NetDevices {
  private static final int RTM_GETLINK = 18;
  private static final int RTM_GETADDR = 22;

  /** struct ifinfomsg: family, type, index, flags, change mask. */
  private static final int LINK_BYTES = 16;

  private static final int LINK_INDEX_AT = 4;
  private static final int LINK_FLAGS_AT = 8;
  private static final int IFF_UP = 1;
  private static final int IFF_LOWER_UP = 0x10000;
  private static final int IFLA_ADDRESS = 1;
  private static final int MAC_BYTES = 6;
  private static final int IFLA_IFNAME = 3;
  private static final int IFLA_MTU = 4;
  private static final int IFLA_MASTER = 10;
  private static final int IFLA_LINKINFO = 18;
  private static final int IFLA_INFO_KIND = 1;
  private static final int IFLA_IFALIAS = 20;
  private static final int IFLA_CARRIER = 33;

  /** struct ifaddrmsg: family, prefix length, flags, scope, index. */
  private static final int ADDRESS_BYTES = 8;

  private static final int PREFIX_AT = 1;
  private static final int FLAGS_AT = 2;
  private static final int ADDRESS_INDEX_AT = 4;
  private static final int IFA_ADDRESS = 1;
  private static final int IFA_LOCAL = 2;
  private static final int IFA_FLAGS = 8;
  private static final int IFA_F_DEPRECATED = 0x20;

  @Override
  public List<NetDevice> list() throws IOException {
    Map<Integer, List<Address>> addresses = new HashMap<>();
    NetlinkDump.read(RTM_GETADDR, entry -> addAddress(entry, addresses));
    List<NetDevice> devices = new ArrayList<>();
    NetlinkDump.read(RTM_GETLINK, entry -> devices.add(device(entry, addresses)));
    return devices;
  }

  private static NetDevice device(ByteBuffer entry, Map<Integer, List<Address>> addresses) {
    int index = entry.getInt(LINK_INDEX_AT);
    int flags = entry.getInt(LINK_FLAGS_AT);
    NetlinkAttributes attributes = new NetlinkAttributes(entry, LINK_BYTES);
    return new NetDevice(
        index,
        attributes.text(IFLA_IFNAME),
        attributes.nested(IFLA_LINKINFO).text(IFLA_INFO_KIND),
        attributes.text(IFLA_IFALIAS),
        (flags & IFF_UP) != 0,
        (flags & IFF_LOWER_UP) != 0 && attributes.small(IFLA_CARRIER, 1) != 0,
        attributes.number(IFLA_MASTER),
        attributes.number(IFLA_MTU),
        addresses.getOrDefault(index, List.of()),
        mac(attributes.raw(IFLA_ADDRESS)));
  }

  private static long mac(byte @Nullable [] raw) {
    return raw == null || raw.length != MAC_BYTES ? 0 : PacketBytes.u48(raw, 0);
  }

  private static void addAddress(ByteBuffer entry, Map<Integer, List<Address>> addresses) {
    NetlinkAttributes attributes = new NetlinkAttributes(entry, ADDRESS_BYTES);
    byte[] local = attributes.raw(IFA_LOCAL);
    byte[] raw = local == null ? attributes.raw(IFA_ADDRESS) : local;
    int flags = (entry.get(FLAGS_AT) & 0xff) | attributes.number(IFA_FLAGS);
    try {
      if (raw != null) {
        addresses
            .computeIfAbsent(entry.getInt(ADDRESS_INDEX_AT), index -> new ArrayList<>())
            .add(
                new Address(
                    InetAddress.getByAddress(raw),
                    entry.get(PREFIX_AT) & 0xff,
                    (flags & IFA_F_DEPRECATED) != 0));
      }
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of 4 or 16 bytes is always right", e);
    }
  }
}
