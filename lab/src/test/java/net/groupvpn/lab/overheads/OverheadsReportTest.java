package net.groupvpn.lab.overheads;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import net.groupvpn.lab.overheads.OverheadRow.Cost;
import net.groupvpn.lab.report.MachineInfo;
import net.groupvpn.lab.vpn.VpnSystem;
import net.groupvpn.lab.vpn.VpnSystems;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverheadsReportTest {
  private static final MachineInfo MACHINE =
      new MachineInfo("A processor", 2, 4_096, "Linux 6.1", "A machine 17", 0.1);

  private static final List<Cost> THREE_NODES =
      List.of(new Cost(100, 600, 1), new Cost(90.25, 500, 0.5), new Cost(80, 400, 0.25));

  private final VpnSystem groupVpn = VpnSystems.named(List.of("groupvpn"), null).get(0);
  private final VpnSystem openVpn = VpnSystems.named(List.of("openvpn"), null).get(0);
  private final OverheadRow ofMembers = new GroupSetup(groupVpn, false, 3).row(0, THREE_NODES);
  private final OverheadRow withServer = new GroupSetup(openVpn, true, 2).row(1, THREE_NODES);
  private final OverheadsReport report =
      new OverheadsReport(MACHINE, 20, List.of(ofMembers, withServer));

  @Test
  void othersAreTheLargestMemoryAndTheMeanOfTheRest() {
    assertThat(ofMembers.first()).isEqualTo(new Cost(100, 600, 1));
    assertThat(ofMembers.others()).isEqualTo(new Cost(90.25, 450, 0.375));
    assertThat(ofMembers.server()).isNull();
  }

  @Test
  void aServerIsNoMember() {
    assertThat(withServer.first()).isEqualTo(new Cost(90.25, 500, 0.5));
    assertThat(withServer.others()).isEqualTo(new Cost(80, 400, 0.25));
    assertThat(withServer.server()).isEqualTo(new Cost(100, 600, 1));
  }

  @Test
  void csvHasALineForEachRowAndNothingForWhatThereIsNot() {
    assertThat(report.toCsv())
        .isEqualTo(
            """
            system,members,active,first_rss_mb,others_max_rss_mb,server_rss_mb,\
            first_sent_bytes_per_s,others_mean_sent_bytes_per_s,server_sent_bytes_per_s,\
            first_cpu_percent,others_mean_cpu_percent
            groupvpn,3,0,100.0,90.3,,600,450,,1.00,0.38
            openvpn,2,1,90.3,80.0,100.0,500,400,600,0.50,0.25
            """);
  }

  @Test
  void theSectionNamesThePictures() {
    assertThat(report.toMarkdown(List.of("overheads/memory.png")))
        .contains("| groupvpn | 3 | 0 | 100.0 | 90.3 | - | 600 | 450 | - | 1.00 | 0.38 |")
        .endsWith("![Overheads: memory](overheads/memory.png)\n");
  }

  @Test
  void plotsArePictures(@TempDir Path folder) throws IOException {
    List<Path> pictures = new OverheadsPlot(report.rows()).write(folder);
    assertThat(pictures).hasSize(2);
    for (Path picture : pictures) {
      assertThat(ImageIO.read(picture.toFile()).getWidth()).isPositive();
    }
  }
}
