package net.groupvpn.lab.architecture;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which module may use which. */
@AnalyzeClasses(packages = "net.groupvpn", importOptions = DoNotIncludeTests.class)
class ModuleArrowsTest {
  @ArchTest
  static final ArchRule modulesUseOnlyWhatTheyMay =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .withOptionalLayers(true)
          .layer("overlay")
          .definedBy("net.groupvpn.overlay..")
          .layer("dhcp-dns")
          .definedBy("net.groupvpn.dhcpdns..")
          .layer("gateway")
          .definedBy("net.groupvpn.gateway..")
          .layer("vpn-client")
          .definedBy("net.groupvpn.client..")
          .layer("group-portal")
          .definedBy("net.groupvpn.portal..")
          .layer("simulator")
          .definedBy("net.groupvpn.simulator..")
          .layer("lab")
          .definedBy("net.groupvpn.lab..")
          .whereLayer("overlay")
          .mayNotAccessAnyLayer()
          .whereLayer("dhcp-dns")
          .mayOnlyAccessLayers("overlay")
          .whereLayer("gateway")
          .mayOnlyAccessLayers("dhcp-dns", "overlay")
          .whereLayer("vpn-client")
          .mayOnlyAccessLayers("gateway", "dhcp-dns", "overlay")
          .whereLayer("group-portal")
          .mayOnlyAccessLayers("overlay")
          .whereLayer("simulator")
          .mayOnlyAccessLayers("overlay", "dhcp-dns", "gateway")
          .whereLayer("simulator")
          .mayOnlyBeAccessedByLayers("lab")
          .whereLayer("lab")
          .mayNotBeAccessedByAnyLayer();
}
