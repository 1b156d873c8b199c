package net.groupvpn.client.portmap;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SsdpReplyTest {
  private static final String TARGET = "urn:schemas-upnp-org:device:InternetGatewayDevice:1";

  private static @Nullable URI location(String first, String target, String location)
      throws UnknownHostException {
    String text =
        first + "\r\nCache-Control: max-age=120\r\nst: " + target + "\r\nLOCATION: " + location;
    byte[] datagram = (text + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    return SsdpReply.location(datagram, InetAddress.getByName("192.168.1.254"));
  }

  private static @Nullable URI at(String location) throws UnknownHostException {
    return location("HTTP/1.1 200 OK", TARGET, location);
  }

  @Test
  void theLocationOfTheRoutersDescriptionIsTaken() throws Exception {
    assertThat(at("http://192.168.1.254:37399/rootDesc.xml"))
        .isEqualTo(URI.create("http://192.168.1.254:37399/rootDesc.xml"));
  }

  @Test
  void theRouterMayNameNoOtherMachineAndNoOtherProtocol() throws Exception {
    assertThat(at("http://192.168.1.1/rootDesc.xml")).isNull();
    assertThat(at("http://portal.example.org/rootDesc.xml")).isNull();
    assertThat(at("http://192.168.1.254@10.0.0.1/x")).isNull();
    assertThat(at("http://me@192.168.1.254/x")).isNull();
    assertThat(at("http://192.168.1.254:0/x")).isNull();
    assertThat(at("http://192.168.1.254:70000/x")).isNull();
    assertThat(at("https://192.168.1.254/x")).isNull();
    assertThat(at("file:///etc/passwd")).isNull();
    assertThat(at("/rootDesc.xml")).isNull();
    assertThat(at("http://192.168.1.254/a b")).isNull();
    assertThat(at("http://192.168.1.254/" + "a".repeat(600))).isNull();
  }

  @Test
  void otherDevicesAndRefusalsAreNot() throws Exception {
    String good = "http://192.168.1.254/x";
    assertThat(location("HTTP/1.1 200 OK", "urn:schemas-upnp-org:device:Printer:1", good)).isNull();
    assertThat(location("HTTP/1.1 404 Not Found", TARGET, good)).isNull();
    assertThat(location("NOTIFY * HTTP/1.1", TARGET, good)).isNull();
  }

  @Test
  void anythingElseIsMalformed() throws Exception {
    InetAddress router = InetAddress.getByName("192.168.1.254");
    assertThat(SsdpReply.location(new byte[0], router)).isNull();
    assertThat(SsdpReply.location(new byte[SsdpReply.MAX_BYTES + 1], router)).isNull();
    assertThat(SsdpReply.location("HTTP/1.1 200 OK".getBytes(StandardCharsets.US_ASCII), router))
        .isNull();
  }
}
