package net.groupvpn.dhcpdns.name;

import static org.assertj.core.api.Assertions.assertThat;

import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv4Range;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.dhcpdns.name.DnsZones.Subject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Name;
import org.xbill.DNS.ReverseMap;

/** Reverse zones of ranges that do not end at an octet. */
class DnsZonesTest {
  @ParameterizedTest
  @CsvSource({
    "10.128.0.0/22,10.128.3.9,3.128.10.in-addr.arpa.",
    "10.128.0.0/12,10.143.3.9,143.10.in-addr.arpa.",
    "10.128.0.0/16,10.128.3.9,128.10.in-addr.arpa.",
    "10.128.0.0/29,10.128.0.3,3.0.128.10.in-addr.arpa."
  })
  void anAddressLiesInTheZoneOfItsOctets(String range, String address, String zone)
      throws Exception {
    Name name = ReverseMap.fromAddress(address);
    Subject expected = new Subject.Address4(Name.fromString(zone), Ipv4Address.parse(address));
    assertThat(zones(range).classify(name)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "10.128.0.0/22,3.128.10.in-addr.arpa.,Apex",
    "10.128.0.0/22,4.128.10.in-addr.arpa.,outside",
    "10.128.0.0/22,128.10.in-addr.arpa.,outside",
    "10.128.0.0/22,9.4.128.10.in-addr.arpa.,outside",
    "10.128.0.0/22,255.3.128.10.in-addr.arpa.,Nobody",
    "10.128.0.0/22,1.0.128.10.in-addr.arpa.,ServiceAddress",
    "10.128.0.0/12,143.10.in-addr.arpa.,Apex",
    "10.128.0.0/12,5.143.10.in-addr.arpa.,Between",
    "10.128.0.0/12,144.10.in-addr.arpa.,outside",
    "10.128.0.0/29,9.0.128.10.in-addr.arpa.,outside",
    "10.128.0.0/29,0.128.10.in-addr.arpa.,outside",
    "10.128.0.0/29,7.0.128.10.in-addr.arpa.,Nobody"
  })
  void namesAroundAreJudgedByTheirOctets(String range, String name, String kind) throws Exception {
    Subject subject = zones(range).classify(Name.fromString(name));
    String found = subject == null ? "outside" : subject.getClass().getSimpleName();
    assertThat(found).isEqualTo(kind);
  }

  @Test
  void theGroupsIpv6PrefixIsAZone() throws Exception {
    VirtualNetwork network = network("10.128.0.0/22");
    DnsZones zones = new DnsZones(network, "office.gvpn");
    Name service = ReverseMap.fromAddress(network.serviceAddress6().toInetAddress());
    assertThat(zones.classify(service)).isInstanceOf(Subject.ServiceAddress.class);
    int nibblesBelow = (Ipv6Address.BYTES * Byte.SIZE - VirtualNetwork.PREFIX6_BITS) / 4;
    Name zone = new Name(service, nibblesBelow);
    assertThat(zones.classify(zone)).isEqualTo(new Subject.Apex(zone));
    assertThat(zones.classify(new Name(zone, 1))).isNull();
    assertThat(zones.classify(Name.fromString("a", zone))).isInstanceOf(Subject.Between.class);
    assertThat(zones.classify(Name.fromString("g", zone))).isInstanceOf(Subject.Nobody.class);
  }

  private static DnsZones zones(String range) {
    return new DnsZones(network(range), "office.gvpn");
  }

  private static VirtualNetwork network(String range) {
    return new VirtualNetwork("ab".repeat(32), Ipv4Range.parse(range));
  }
}
