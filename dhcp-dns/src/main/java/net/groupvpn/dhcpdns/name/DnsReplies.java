package net.groupvpn.dhcpdns.name;

import java.util.ArrayList;
import java.util.List;
import net.groupvpn.dhcpdns.address.AnnouncedService;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.dhcpdns.address.ServiceType;
import net.groupvpn.dhcpdns.address.ServiceType.Transport;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.HINFORecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Writes replies. Names in them keep the spelling of the question (RFC 4343). The zone's name
 * server is the suffix itself, with the service address: any other name could be a member's.
 */
final class DnsReplies {
  /** Short, because members move, and asking again is cheap. */
  static final int TTL_SECONDS = 30;

  /** How long "no such name" may be cached: a member may be about to join. */
  static final int NEGATIVE_TTL_SECONDS = 5;

  private static final int REFRESH_SECONDS = 3_600;

  /** Number of bits of a code in the header; EDNS holds the others. */
  private static final int RCODE_BITS = 4;

  private static final int RCODE_MASK = (1 << RCODE_BITS) - 1;

  /** The answer to ANY (RFC 8482 4.2). */
  private static final String ANY_ANSWER = "RFC8482";

  private final VirtualNetwork network;
  private final DnsZones zones;
  private boolean hasIpv6 = true;

  DnsReplies(VirtualNetwork network, DnsZones zones) {
    this.network = network;
    this.zones = zones;
  }

  /** Changes whether this machine takes packets over IPv6, also from its service address. */
  void setIpv6(boolean isOn) {
    hasIpv6 = isOn;
  }

  /** A reply with only a code. */
  byte[] error(DnsQuery query, int code) {
    return query.finish(query.reply(code & RCODE_MASK), code >>> RCODE_BITS);
  }

  /** A name that does not exist; a zone's own name always does. */
  byte[] nobody(DnsQuery query, Name zone) {
    return negative(query, zone, query.name().equals(zone) ? Rcode.NOERROR : Rcode.NXDOMAIN);
  }

  /** A name that exists, but not with that type (RFC 2308 2.2). */
  byte[] noData(DnsQuery query, Name zone) {
    return negative(query, zone, Rcode.NOERROR);
  }

  private byte[] negative(DnsQuery query, Name zone, int code) {
    Message reply = begin(query, code);
    addOfZone(query, zone, reply);
    return finish(query, zone, reply);
  }

  /** The zone's own name. */
  byte[] apex(DnsQuery query, Name zone) {
    Message reply = begin(query, Rcode.NOERROR);
    if (query.type() == Type.ANY) {
      addAny(query, reply);
    }
    addOfZone(query, zone, reply);
    if (zone.equals(zones.suffix())) {
      Ipv6Address ipv6 = hasIpv6 ? network.serviceAddress6() : null;
      addAddresses(query, reply, network.serviceAddress4(), ipv6);
    }
    return finish(query, zone, reply);
  }

  /** The addresses of a member. */
  byte[] forward(DnsQuery query, Name zone, @Nullable NamedMember member) {
    if (member == null) {
      return nobody(query, zone);
    }
    Message reply = begin(query, Rcode.NOERROR);
    if (query.type() == Type.ANY) {
      addAny(query, reply);
    }
    Ipv6Address ipv6 = member.hasIpv6() ? member.address6() : null;
    addAddresses(query, reply, member.address4(), ipv6);
    return finish(query, zone, reply);
  }

  /** The name of the service address. */
  byte[] serviceAddress(DnsQuery query, Name zone) {
    return pointer(query, zone, zones.suffix());
  }

  /** The name of a member. */
  byte[] reverse(DnsQuery query, Name zone, @Nullable NamedMember member) {
    return member == null
        ? nobody(query, zone)
        : pointer(query, zone, zones.fullName(member.label().text()));
  }

  private byte[] pointer(DnsQuery query, Name zone, Name target) {
    Message reply = begin(query, Rcode.NOERROR);
    if (query.type() == Type.ANY) {
      addAny(query, reply);
    } else if (query.type() == Type.PTR) {
      add(reply, new PTRRecord(query.name(), DClass.IN, TTL_SECONDS, target));
    }
    addOfZone(query, zone, reply);
    return finish(query, zone, reply);
  }

  /** A service of a member, with the addresses that whoever asked needs next (RFC 2782). */
  byte[] service(DnsQuery query, Name zone, ServiceType type, @Nullable NamedMember member) {
    AnnouncedService service = member == null ? null : member.service(type);
    if (member == null || service == null) {
      return nobody(query, zone);
    }
    Message reply = begin(query, Rcode.NOERROR);
    Name name = query.name();
    Name host = zones.fullName(member.label().text());
    switch (query.type()) {
      case Type.ANY -> addAny(query, reply);
      case Type.TXT ->
          add(reply, Record.newRecord(name, Type.TXT, DClass.IN, TTL_SECONDS, service.textData()));
      case Type.SRV -> {
        add(reply, new SRVRecord(name, DClass.IN, TTL_SECONDS, 0, 0, service.port(), host));
        addresses(host, member).forEach(record -> reply.addRecord(record, Section.ADDITIONAL));
      }
      default -> {}
    }
    return finish(query, zone, reply);
  }

  /** A name above a member's services that one transport carries. */
  byte[] aboveServices(
      DnsQuery query, Name zone, Transport transport, @Nullable NamedMember member) {
    boolean exists =
        member != null
            && member.services().stream()
                .anyMatch(service -> service.type().transport() == transport);
    return exists ? noData(query, zone) : nobody(query, zone);
  }

  /** All members that offer a service (RFC 6763 4). */
  byte[] offers(DnsQuery query, Name zone, ServiceType type, @Nullable List<NamedMember> members) {
    if (members == null || members.isEmpty()) {
      return nobody(query, zone);
    }
    Message reply = begin(query, Rcode.NOERROR);
    if (query.type() == Type.ANY) {
      addAny(query, reply);
    } else if (query.type() == Type.PTR) {
      for (NamedMember member : members) {
        Name instance = zones.fullName(member.label() + "." + type);
        add(reply, new PTRRecord(query.name(), DClass.IN, TTL_SECONDS, instance));
      }
    }
    return finish(query, zone, reply);
  }

  private static List<Record> addresses(Name host, NamedMember member) {
    List<Record> records = new ArrayList<>();
    Ipv4Address ipv4 = member.address4();
    if (ipv4 != null) {
      records.add(new ARecord(host, DClass.IN, TTL_SECONDS, ipv4.toInetAddress()));
    }
    if (member.hasIpv6()) {
      records.add(new AAAARecord(host, DClass.IN, TTL_SECONDS, member.address6().toInetAddress()));
    }
    return records;
  }

  private static void addAddresses(
      DnsQuery query, Message reply, @Nullable Ipv4Address ipv4, @Nullable Ipv6Address ipv6) {
    Name name = query.name();
    if (query.type() == Type.A && ipv4 != null) {
      add(reply, new ARecord(name, DClass.IN, TTL_SECONDS, ipv4.toInetAddress()));
    }
    if (query.type() == Type.AAAA && ipv6 != null) {
      add(reply, new AAAARecord(name, DClass.IN, TTL_SECONDS, ipv6.toInetAddress()));
    }
  }

  /** What only a zone's own name has. */
  private void addOfZone(DnsQuery query, Name zone, Message reply) {
    if (query.name().equals(zone)) {
      if (query.type() == Type.SOA) {
        add(reply, soa(query.name(), TTL_SECONDS));
      } else if (query.type() == Type.NS) {
        add(reply, new NSRecord(query.name(), DClass.IN, TTL_SECONDS, zones.suffix()));
      }
    }
  }

  private static void addAny(DnsQuery query, Message reply) {
    add(reply, new HINFORecord(query.name(), DClass.IN, TTL_SECONDS, ANY_ANSWER, ""));
  }

  private static void add(Message reply, Record record) {
    reply.addRecord(record, Section.ANSWER);
  }

  private static Message begin(DnsQuery query, int code) {
    Message reply = query.reply(code);
    reply.getHeader().setFlag(Flags.AA);
    return reply;
  }

  /** An answer without records says how long that holds (RFC 2308 3). */
  private byte[] finish(DnsQuery query, Name zone, Message reply) {
    if (reply.getSection(Section.ANSWER).isEmpty()) {
      reply.addRecord(soa(zone, NEGATIVE_TTL_SECONDS), Section.AUTHORITY);
    }
    return query.finish(reply, 0);
  }

  private SOARecord soa(Name zone, int ttlSeconds) {
    return new SOARecord(
        zone,
        DClass.IN,
        ttlSeconds,
        zones.suffix(),
        zones.fullName("hostmaster"),
        1,
        REFRESH_SECONDS,
        REFRESH_SECONDS,
        REFRESH_SECONDS,
        NEGATIVE_TTL_SECONDS);
  }
}
