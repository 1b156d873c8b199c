package net.groupvpn.dhcpdns.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.groupvpn.dhcpdns.address.ServiceType.Transport;
import net.groupvpn.overlay.dht.Dht;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnnouncedServiceTest {
  private static final NodeId NODE = NodeId.ofHex("12".repeat(20));
  private static final ServiceType HTTP = new ServiceType("http", Transport.TCP);
  private static final ServiceType DNS = new ServiceType("domain", Transport.UDP);

  @Test
  void aRecordWithServicesComesBackAsItWas() throws Exception {
    List<AnnouncedService> services =
        List.of(
            new AnnouncedService(HTTP, 8_080, List.of("path=/wiki", "note=a b")),
            new AnnouncedService(DNS, 53, List.of()));
    MemberRecord record = new MemberRecord(NODE, null, new Label("birch"), true, services);
    assertThat(MemberRecord.decode(record.encode())).isEqualTo(record);
    MemberRecord without = new MemberRecord(NODE, null, new Label("birch"), true);
    assertThat(MemberRecord.decode(without.encode())).isEqualTo(without);
  }

  @Test
  void asManyAsAreAllowedFitIntoALease() {
    List<AnnouncedService> services = new ArrayList<>();
    for (int i = 0; i < AnnouncedService.MAX_SERVICES; i++) {
      ServiceType type = new ServiceType("service-" + (char) ('a' + i), Transport.TCP);
      services.add(new AnnouncedService(type, 1_000 + i, List.of("text=" + "x".repeat(20))));
    }
    assertThat(AnnouncedService.problem(services)).isNull();
    Label longest = new Label("a".repeat(Label.MAX_CHARS));
    Ipv4Address address = Ipv4Address.parse("10.128.0.7");
    byte[] without = new MemberRecord(NODE, address, longest, true).encode();
    assertThat(without.length + AnnouncedService.MAX_TOTAL_BYTES)
        .isLessThanOrEqualTo(Dht.MAX_VALUE_BYTES);
    services.add(new AnnouncedService(HTTP, 80, List.of()));
    assertThat(AnnouncedService.problem(services)).contains("at most 16");
  }

  @Test
  void tooManyBytesAndTwoOfOneTypeAreRefused() {
    List<String> texts = List.of("x".repeat(200), "y".repeat(200));
    AnnouncedService http = new AnnouncedService(HTTP, 80, texts);
    assertThat(AnnouncedService.problem(List.of(http, http)))
        .contains("_http._tcp")
        .contains("twice");
    AnnouncedService dns = new AnnouncedService(DNS, 53, texts);
    assertThat(AnnouncedService.problem(List.of(http, dns))).contains("800 bytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1234", "-http", "http-", "a--b", "HTTP", "a_b", "a.b", "abcdefghijklmnop"})
  void whatIsNoNameOfAServiceIsRefused(String name) {
    assertThat(ServiceType.isName(name)).isFalse();
  }

  @Test
  void hostileRecordsAreRefused() {
    for (byte[] services :
        List.of(
            list("http", 0),
            list("h ttp", 80),
            list("http", 80, "a\u00e9"),
            list("http", 80, ""),
            list("http", 80, "1", "2", "3", "4", "5", "6", "7", "8", "9"),
            new WireWriter().u8(17).toBytes(),
            twice(list("http", 80)),
            new byte[900])) {
      byte[] member = new MemberRecord(NODE, null, new Label("birch"), true).encode();
      byte[] record = Arrays.copyOf(member, member.length + services.length);
      System.arraycopy(services, 0, record, member.length, services.length);
      assertThatThrownBy(() -> MemberRecord.decode(record)).isInstanceOf(WireException.class);
    }
  }

  @Test
  void damagedRecordsNeverMakeItThrowAnythingElse() {
    AnnouncedService http = new AnnouncedService(HTTP, 8_080, List.of("path=/wiki"));
    byte[] good = new MemberRecord(NODE, null, new Label("birch"), true, List.of(http)).encode();
    Random random = new Random(3);
    int refused = 0;
    for (int i = 0; i < 50_000; i++) {
      byte[] bad = Arrays.copyOf(good, good.length - random.nextInt(3));
      bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      try {
        MemberRecord.decode(bad);
      } catch (WireException e) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  private static byte[] list(String name, int port, String... texts) {
    WireWriter out = new WireWriter().u8(1).text(name).flag(false).u16(port).u8(texts.length);
    for (String text : texts) {
      out.text(text);
    }
    return out.toBytes();
  }

  private static byte[] twice(byte[] list) {
    return new WireWriter()
        .u8(2)
        .fixed(list, 1, list.length - 1)
        .fixed(list, 1, list.length - 1)
        .toBytes();
  }
}
