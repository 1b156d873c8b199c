package net.groupvpn.client.portmap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IgdServiceTest {
  private static final URI FROM = URI.create("http://192.168.1.254:5000/desc/root.xml");
  private static final String PPP = "urn:schemas-upnp-org:service:WANPPPConnection:1";
  private static final String IP = "urn:schemas-upnp-org:service:WANIPConnection:1";

  private static @Nullable IgdService read(String document) throws IOException {
    return IgdService.ofDescription(
        document.getBytes(StandardCharsets.UTF_8), FROM, InetAddress.getByName("192.168.1.254"));
  }

  private static String device(String services) {
    return "<?xml version=\"1.0\"?><root xmlns=\"urn:schemas-upnp-org:device-1-0\"><device>"
        + "<friendlyName>box</friendlyName><serviceList>"
        + services
        + "</serviceList></device></root>";
  }

  private static String service(String type, String control) {
    return "<service><serviceType>"
        + type
        + "</serviceType><controlURL>"
        + control
        + "</controlURL></service>";
  }

  @Test
  void theBestServiceIsTaken() throws IOException {
    IgdService service = read(device(service(PPP, "/ppp") + service(IP, "/ip")));
    assertThat(service).isEqualTo(new IgdService(IP, URI.create("http://192.168.1.254:5000/ip")));
  }

  @Test
  void relativeAddressesStartFromTheDescriptionOrItsBase() throws IOException {
    assertThat(read(device(service(IP, "ctl"))))
        .isEqualTo(new IgdService(IP, URI.create("http://192.168.1.254:5000/desc/ctl")));
    String based =
        device(service(IP, "ctl"))
            .replace("<device>", "<URLBase>http://192.168.1.254:81/b/</URLBase><device>");
    assertThat(read(based))
        .isEqualTo(new IgdService(IP, URI.create("http://192.168.1.254:81/b/ctl")));
  }

  @Test
  void aServiceElsewhereIsNone() throws IOException {
    assertThat(read(device(service(IP, "http://10.0.0.1/ctl")))).isNull();
    assertThat(read(device(service(IP, "//10.0.0.1/ctl")))).isNull();
    assertThat(read(device(service(IP, "%zz")))).isNull();
    assertThat(read(device(service("urn:schemas-upnp-org:service:Layer3Forwarding:1", "/l"))))
        .isNull();
    assertThat(read(device(service(IP, "")))).isNull();
  }

  @Test
  void documentTypesAreRefused() {
    String external =
        "<!DOCTYPE r [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>"
            + "<root><device><serviceList><service><serviceType>&e;</serviceType>"
            + "</service></serviceList></device></root>";
    assertThatThrownBy(() -> read(external)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> read("<!DOCTYPE r><root/>")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> read("<root>&e;</root>")).isInstanceOf(IOException.class);
  }

  @Test
  void brokenDeepAndEndlessDocumentsAreRefused() {
    assertThatThrownBy(() -> read("")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> read("no XML")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> read("<root><device>")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> read("<a>".repeat(40) + "</a>".repeat(40)))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> read("<a>" + "<b/>".repeat(3_000) + "</a>"))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> read("<a>" + "x".repeat(5_000) + "</a>"))
        .isInstanceOf(IOException.class);
  }
}
