package net.groupvpn.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many clients at once, some of them hostile. */
@Timeout(120)
final class CrowdedPortalTest {
  /** Almost as many as the server has threads. */
  private static final int HALF_SENT = 220;

  private static final int APPLICATIONS = 10;
  @TempDir Path data;
  private RunningPortal portal;

  @BeforeEach
  void start() throws IOException {
    portal = new RunningPortal(data);
  }

  @AfterEach
  void stop() {
    portal.close();
  }

  @Test
  void requestsThatStopHalfWayHoldNoPageUp() throws IOException, GeneralSecurityException {
    var port = URI.create(portal.url()).getPort();
    var context = TrustingClient.context();
    List<Socket> halfSent = new ArrayList<>();
    try {
      for (var i = 0; i < HALF_SENT; i++) {
        var socket = context.getSocketFactory().createSocket("127.0.0.1", port);
        halfSent.add(socket);
        var request =
            "POST /log-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n"
                + "Content-Type: application/x-www-form-urlencoded\r\n\r\nname=";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
      }
      for (var i = 0; i < HALF_SENT / 10; i++) {
        assertThat(portal.browser().get("/log-in").status()).isEqualTo(303);
      }
      assertThat(RunningPortal.threadsThatRead()).isZero();
    } finally {
      for (var socket : halfSent) {
        socket.close();
      }
    }
  }

  @Test
  void ofManyApplicationsAtOnceOneIsTakenAndTheOthersAreConflicts() {
    var group = RunningPortal.createGroup(portal.setUpOwner(), "Office");
    var applicant = portal.signUp("eager");
    var csrf = applicant.csrf(group);
    var threads = Executors.newFixedThreadPool(APPLICATIONS);
    List<CompletableFuture<Integer>> sent = new ArrayList<>();
    for (var i = 0; i < APPLICATIONS; i++) {
      sent.add(CompletableFuture.supplyAsync(() -> apply(applicant, group, csrf), threads));
    }
    var statuses = sent.stream().map(CompletableFuture::join).toList();
    threads.shutdown();
    assertThat(Collections.frequency(statuses, 303)).isEqualTo(1);
    assertThat(Collections.frequency(statuses, 409)).isEqualTo(APPLICATIONS - 1);
  }

  private int apply(TestBrowser applicant, String group, String csrf) {
    return applicant.post(group + "/apply", csrf, portal.url(), "reason", "soon").status();
  }
}
