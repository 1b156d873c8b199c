package net.groupvpn.dhcpdns.name;

import static net.groupvpn.dhcpdns.name.DnsBed.ADDRESS;
import static net.groupvpn.dhcpdns.name.DnsBed.NODE;
import static net.groupvpn.dhcpdns.name.DnsBed.answer;
import static net.groupvpn.dhcpdns.name.DnsBed.code;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.groupvpn.dhcpdns.address.AnnouncedService;
import net.groupvpn.dhcpdns.address.Label;
import net.groupvpn.dhcpdns.address.ServiceType;
import net.groupvpn.dhcpdns.address.ServiceType.Transport;
import net.groupvpn.overlay.dht.Finding;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** Services that members announce, in names of DNS. */
class DnsServicesTest {
  private final DnsBed bed = new DnsBed();

  @BeforeEach
  void aPrinterThatPrints() {
    List<AnnouncedService> services =
        List.of(
            new AnnouncedService(
                new ServiceType("ipp", Transport.TCP), 631, List.of("rp=a\\b", "note=\"x\"")),
            new AnnouncedService(new ServiceType("snmp", Transport.TCP), 161, List.of()));
    bed.lookup.member =
        new NamedMember(
            NODE, new Label("printer"), ADDRESS, bed.network.addressOf(NODE), true, services);
  }

  @ParameterizedTest
  @CsvSource({"_ipp._tcp.printer.office.gvpn.", "Printer._IPP._tcp.office.gvpn."})
  void aServiceLeadsToItsMemberAndItsAddresses(String name) throws Exception {
    Message reply = bed.ask(name, Type.SRV);
    assertThat(answer(reply)).isEqualTo("0 0 631 printer.office.gvpn.");
    assertThat(reply.getSection(Section.ADDITIONAL))
        .extracting(Record::rdataToString)
        .containsExactly("10.128.3.7", bed.network.addressOf(NODE).toString());
    assertThat(reply.getSection(Section.ANSWER).get(0).getName()).hasToString(name);
  }

  @Test
  void textsAreAsTheyWereGiven() throws Exception {
    assertThat(texts("_ipp._tcp.printer.office.gvpn.")).containsExactly("rp=a\\b", "note=\"x\"");
    assertThat(texts("_snmp._tcp.printer.office.gvpn.")).containsExactly("");
  }

  private List<String> texts(String name) throws Exception {
    TXTRecord record = (TXTRecord) bed.ask(name, Type.TXT).getSection(Section.ANSWER).get(0);
    return record.getStringsAsByteArrays().stream()
        .map(bytes -> new String(bytes, StandardCharsets.US_ASCII))
        .toList();
  }

  @Test
  void allThatOfferAServiceAreListed() throws Exception {
    assertThat(answer(bed.ask("_ipp._tcp.office.gvpn.", Type.PTR)))
        .isEqualTo("printer._ipp._tcp.office.gvpn.");
    assertThat(code(bed.ask("_http._tcp.office.gvpn.", Type.PTR))).isEqualTo(Rcode.NXDOMAIN);
  }

  @ParameterizedTest
  @CsvSource({
    "_ipp._tcp.printer,A,NOERROR",
    "_ipp._tcp.printer,PTR,NOERROR",
    "_ipp._tcp,SRV,NOERROR",
    "_tcp.printer,SRV,NOERROR",
    "_tcp,PTR,NOERROR",
    "_udp.printer,SRV,NXDOMAIN",
    "_ipp._udp.printer,SRV,NXDOMAIN",
    "_http._tcp.printer,SRV,NXDOMAIN",
    "_ipp._tcp.nobody,SRV,NXDOMAIN",
    "_tcp.nobody,SRV,NXDOMAIN",
    "_ipp.printer,SRV,NXDOMAIN",
    "_ipp._sctp.printer,SRV,NXDOMAIN",
    "ipp._tcp.printer,SRV,NXDOMAIN",
    "a._ipp._tcp.printer,SRV,NXDOMAIN",
    "_-._tcp.printer,SRV,NXDOMAIN",
    "_abcdefghijklmnop._tcp.printer,SRV,NXDOMAIN"
  })
  void whatHasNoSuchRecordSaysWhetherItExists(String name, String type, String code)
      throws Exception {
    Message reply = bed.ask(name + ".office.gvpn.", Type.value(type));
    assertThat(Rcode.string(code(reply))).isEqualTo(code);
    assertThat(reply.getSection(Section.ANSWER)).isEmpty();
    assertThat(reply.getSection(Section.AUTHORITY)).hasSize(1);
  }

  @Test
  void aQuestionForEverythingGetsLittle() throws Exception {
    for (String name : new String[] {"_ipp._tcp.printer", "_ipp._tcp"}) {
      assertThat(answer(bed.ask(name + ".office.gvpn.", Type.ANY))).contains("RFC8482");
    }
  }

  @Test
  void whatIsNotKnownIsNotDenied() throws Exception {
    bed.lookup.missing = Finding.unknown();
    assertThat(code(bed.ask("_ipp._tcp.nobody.office.gvpn.", Type.SRV))).isEqualTo(Rcode.SERVFAIL);
  }
}
