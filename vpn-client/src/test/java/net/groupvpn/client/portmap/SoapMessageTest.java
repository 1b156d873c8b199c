package net.groupvpn.client.portmap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SoapMessageTest {
  private static SoapMessage read(String body) throws IOException {
    String whole =
        "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>"
            + body
            + "</s:Body></s:Envelope>";
    return SoapMessage.read(whole.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aRequestNamesTheServiceAndItsArgumentsInOrder() {
    byte[] request = SoapMessage.request("urn:x", "DoIt", Map.of("NewPort", "7400"));
    assertThat(new String(request, StandardCharsets.UTF_8))
        .contains("<u:DoIt xmlns:u=\"urn:x\"><NewPort>7400</NewPort></u:DoIt></s:Body>");
  }

  @Test
  void anAnswerIsRead() throws IOException {
    SoapMessage answer =
        read(
            "<u:R xmlns:u=\"urn:x\"><NewExternalIPAddress> 198.51.100.7 </NewExternalIPAddress>"
                + "</u:R>");
    assertThat(answer.text("NewExternalIPAddress")).isEqualTo("198.51.100.7");
    assertThat(answer.text("NewPort")).isEmpty();
    assertThat(answer.error()).isZero();
  }

  @Test
  void anErrorIsAnErrorWhateverItsCode() throws IOException {
    assertThat(read("<s:Fault><errorCode>718</errorCode></s:Fault>").error()).isEqualTo(718);
    assertThat(read("<s:Fault><errorCode>much</errorCode></s:Fault>").error()).isNotZero();
    assertThat(read("<s:Fault><errorCode>0</errorCode></s:Fault>").error()).isNotZero();
  }

  @Test
  void whatIsNoXmlIsRefused() {
    assertThatThrownBy(() -> SoapMessage.read(new byte[] {1, 2, 3}))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> read("<u:R xmlns:u=\"urn:x\">")).isInstanceOf(IOException.class);
  }
}
