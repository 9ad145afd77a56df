/// The roles of Microsoft's page, one row a role: data, no patterns on names.
extension AzureRole {
    /// - Source: "Roles and permissions required to receive partner earned credit", azure-roles-perms-pec.md
    ///   2022-11-08 (the same list in the versions of 2020-05-04); definition ids from Azure's built-in roles.
    package static let table: [AzureRole] = [
        .eligible("Owner", 0x8e3a_f657_a8ff_443c, 0xa75c_2fe8_c4bc_b635),
        .eligible("Contributor", 0xb249_88ac_6180_42a0, 0xab88_20f7_382d_d24c),
        .notEligible("Reader", 0xacdd_72a7_3385_48ef, 0xbd42_f606_fba8_1ae7),
        .eligible("ACRDelete", 0xc2f4_ef07_c644_48eb, 0xaf81_4b1b_4947_fb11, now: "AcrDelete"),
        .eligible("ACRImageSigner", 0x6cef_56e8_d556_48e5, 0xa04f_b8e6_4114_680f, now: "AcrImageSigner", data: true),
        .eligible("ACRPull", 0x7f95_1dda_4ed3_4680, 0xa7ca_43fe_172d_538d, now: "AcrPull"),
        .eligible("AcrPush", 0x8311_e382_0749_4cb8, 0xb61a_304f_252e_45ec),
        .notEligible("AcrQuarantineReader", 0xcdda_3590_29a3_44f6, 0x95f2_9f98_0659_eb04, data: true),
        .eligible("AcrQuarantineWriter", 0xc8d4_ff99_41c3_41a8, 0x9f60_21df_dad5_9608, data: true),
        .eligible("API Management Service Contributor", 0x312a_565d_c81f_4fd8, 0x895a_4e21_e48d_571c),
        .eligible("API Management Service Operator Role", 0xe022_efe7_f5ba_4159, 0xbbe4_b44f_577e_9b61),
        .notEligible("API Management Service Reader Role", 0x7152_2526_b88f_4d52, 0xb57f_d31f_c354_6d0d),
        .eligible("Application Insights Component Contributor", 0xae34_9356_3a1b_4a5e, 0x921d_0504_84c6_347e),
        .eligible("Application Insights Snapshot Debugger", 0x0895_4f03_6346_4c2e, 0x81c0_ec3a_5cfa_e23b),
        .eligible("Automation Job Operator", 0x4fe5_76fe_1146_4730, 0x92eb_4851_9fa6_bf9f),
        .eligible("Automation Operator", 0xd388_1f73_407a_4167, 0x8283_e981_cbba_0404),
        .eligible("Automation Runbook Operator", 0x5fb5_aef8_1081_4b8e, 0xbb16_9d5d_0385_bab5),
        .eligible("Avere Contributor", 0x4f8f_ab4f_1852_4a58, 0xa46a_8eaf_358a_f14a, data: true),
        .eligible("Avere Operator", 0xc025_889f_8102_4ebf, 0xb32c_fc0c_6f0c_6bd9, data: true),
        .eligible("Azure Event Hubs Data Owner", 0xf526_a384_b230_433a, 0xb45c_95f5_9c4a_2dec, data: true),
        .eligible("Azure Event Hubs Data Receiver", 0xa638_d3c7_ab3a_418d, 0x83e6_5f17_a39d_4fde, data: true),
        .eligible("Azure Event Hubs Data Sender", 0x2b62_9674_e913_4c01, 0xae53_ef46_38d8_f975, data: true),
        .eligible("Azure Kubernetes Service Cluster Admin Role", 0x0ab0_b1a8_8aac_4efd, 0xb8c2_3ee1_fb27_0be8),
        .eligible("Azure Kubernetes Service Cluster User Role", 0x4abb_cc35_e782_43d8, 0x92c5_2d3f_1bd2_253f),
        .notEligible(
            "Azure Maps Data Reader (Preview)", 0x4231_70ca_a8f6_4b0f, 0x8487_9e4e_b8f4_9bfa,
            now: "Azure Maps Data Reader", data: true, control: false),
        .eligible("Azure Service Bus Data Owner", 0x090c_5cfd_751d_490a, 0x894a_3ce6_f110_9419, data: true),
        .eligible("Azure Service Bus Data Receiver", 0x4f6d_3b9b_027b_4f4c, 0x9142_0e5a_2a22_47e0, data: true),
        .eligible("Azure Service Bus Data Sender", 0x69a2_16fc_b8fb_44d8, 0xbc22_1f3c_2cd2_7a39, data: true),
        .eligible("Azure Stack Registration Owner", 0x6f12_a6df_dd06_4f3e, 0xbcb1_ce8b_e600_526a),
        .eligible("Backup Contributor", 0x5e46_7623_bb1f_42f4, 0xa55d_6e52_5e11_384b),
        .eligible("Backup Operator", 0x00c2_9273_979b_4161, 0x815c_10b0_84fb_9324),
        .notEligible("Backup Reader", 0xa795_c7a0_d4a2_40c1, 0xae25_d81f_0120_2912),
        .notEligible("Billing Reader", 0xfa23_ad8b_c56e_40d8, 0xac0c_ce44_9e1d_2c64),
        .eligible("BizTalk Contributor", 0x5e3c_6656_6cfa_4708, 0x81fe_0de4_7ac7_3342),
        .eligible("Blockchain Member Node Access (Preview)", 0x31a0_02a1_acaf_453e, 0x8a5b_297c_9ca1_ea24, data: true),
        .eligible("Blueprint Contributor", 0x4107_7137_e803_4205, 0x871c_5a86_e6a7_53b4),
        .eligible("Blueprint Operator", 0x437d_2ced_4a38_4302, 0x8479_ed2b_cb43_d090),
        .eligible("CDN Endpoint Contributor", 0x426e_0c7f_0c7e_4658, 0xb36f_ff54_d6c2_9b45),
        .notEligible("CDN Endpoint Reader", 0x871e_35f6_b5c1_49cc, 0xa043_bde9_69a0_f2cd),
        .eligible("CDN Profile Contributor", 0xec15_6ff8_a8d1_4d15, 0x830c_5b80_698c_a432),
        .notEligible("CDN Profile Reader", 0x8f96_442b_4075_438f, 0x813d_ad51_ab40_19af),
        .eligible("Classic Network Contributor", 0xb34d_265f_36f7_4a0d, 0xa4d4_e158_ca92_e90f),
        .eligible("Classic Storage Account Contributor", 0x86e8_f5dc_a6e9_4c67, 0x9d15_de28_3e8e_ac25),
        .eligible("Classic Storage Account Key Operator Service Role", 0x985d_6b00_f706_48f5, 0xa6fe_d0ca_12fb_668d),
        .eligible("Classic Virtual Machine Contributor", 0xd73b_b868_a0df_4d4d, 0xbd69_98a0_0b01_fccb),
        .eligible("Cognitive Services Contributor", 0x25fb_c0a9_bd7c_42a3, 0xaa1a_3b75_d497_ee68),
        .notEligible(
            "Cognitive Services Data Reader (Preview)", 0xb598_67f0_fa02_499b, 0xbe73_45a8_6b5b_3e1c,
            now: "Cognitive Services Data Reader", data: true, control: false),
        .notEligible("Cognitive Services User", 0xa97b_65f3_24c7_4388, 0xbaec_2e87_135d_c908, data: true),
        .notEligible("Cosmos DB Account Reader Role", 0xfbdf_93bf_df7d_467e, 0xa4d2_9458_aa13_60c8),
        .eligible("Cosmos DB Operator", 0x2308_15da_be43_4aae, 0x9cb4_875f_7bd0_00aa),
        .eligible("CosmosBackupOperator", 0xdb7b_14f2_5adf_42da, 0x9f96_f2ee_17ba_b5cb),
        .eligible("Cost Management Contributor", 0x4341_05ed_43f6_45c7, 0xa02f_909b_2ba8_3430),
        .notEligible("Cost Management Reader", 0x72fa_fb9e_0641_4937, 0x9268_a91b_fd81_91a3),
        .eligible("Data Box Contributor", 0xadd4_66c9_e687_43fc, 0x8d98_dfcf_8d72_0be5),
        .notEligible("Data Box Reader", 0x028f_4ed7_e2a9_465e, 0xa8f4_9c0f_fdfd_c027),
        .eligible("Data Factory Contributor", 0x6738_68aa_7521_48a0, 0xacc6_0f60_742d_39f5),
        .eligible("Data Lake Analytics Developer", 0x47b7_735b_770e_4598, 0xa7da_8b91_488b_4c88),
        .eligible("Data Purger", 0x150f_5e0c_0603_4f03, 0x8c7f_cf70_034c_4e90),
        .eligible("DevTest Labs User", 0x7628_3e04_6283_4c54, 0x8f91_bcf1_374a_3c64),
        .eligible("DNS Zone Contributor", 0xbefe_fa01_2a29_4197, 0x83a8_272f_f33c_e314),
        .eligible("DocumentDB Account Contributor", 0x5bd9_cd88_fe45_4216, 0x938b_f974_37e1_5450),
        .eligible(
            "Event Grid EventSubscription Contributor", 0x428e_0ff0_5e57_4d9c, 0xa221_2c70_d0e0_a443,
            now: "EventGrid EventSubscription Contributor"),
        .notEligible(
            "Event Grid EventSubscription Reader", 0x2414_bbcf_6497_4faf, 0x8c65_0454_6074_8405,
            now: "EventGrid EventSubscription Reader"),
        .eligible("HDInsight Cluster Operator", 0x61ed_4efc_fab3_44fd, 0xb111_e244_85cc_132a),
        .eligible("HDInsight Domain Services Contributor", 0x8d8d_5a11_05d3_4bda, 0xa417_a087_7812_1c7c),
        .eligible("Intelligent Systems Account Contributor", 0x03a6_d094_3444_4b3d, 0x88af_7477_090a_9e5e),
        .eligible("Key Vault Contributor", 0xf25e_0fa2_a7c8_4377, 0xa976_5494_3a77_a395),
        .eligible("Lab Creator", 0xb97f_b8bc_a8b2_4522, 0xa38b_dd33_c7e6_5ead, data: true),
        .eligible("Log Analytics Contributor", 0x92aa_f0da_9dab_42b6, 0x94a3_d43c_e8d1_6293, data: true),
        .notEligible("Log Analytics Reader", 0x73c4_2c96_874c_492b, 0xb04d_ab87_d138_a893, data: true),
        .eligible("Logic App Contributor", 0x87a3_9d53_fc1b_424a, 0x814c_f7e0_4687_dc9e),
        .eligible("Logic App Operator", 0x515c_2055_d9d4_4321, 0xb1b9_bd0c_9a0f_79fe),
        .eligible("Managed Application Operator Role", 0xc739_3b34_138c_406f, 0x901b_d8cf_2b17_e6ae),
        .notEligible(
            "Managed Applications Reader", 0xb933_1d33_8a36_4f8c, 0xb097_4f54_124f_db44,
            now: "Managed Application Publisher Operator"),
        .eligible("Managed Identity Contributor", 0xe40e_c5ca_96e0_45a2, 0xb4ff_5903_9f2c_2b59),
        .eligible("Managed Identity Operator", 0xf1a0_7417_d97a_45cb, 0x824c_7a74_6778_3830),
        .eligible("Management Group Contributor", 0x5d58_bcaf_24a5_4b20, 0xbdb6_eed9_f69f_be4c),
        .notEligible("Management Group Reader", 0xac63_b705_f282_497d, 0xac71_919b_f39d_939d),
        .eligible("Monitoring Contributor", 0x749f_88d5_cbae_40b8, 0xbcfc_e573_ddc7_72fa),
        .eligible("Monitoring Metrics Publisher", 0x3913_510d_42f4_4e42, 0x8a64_420c_3900_55eb, data: true),
        .notEligible("Monitoring Reader", 0x43d0_d8ad_25c7_4714, 0x9337_8ba2_59a9_fe05),
        .eligible("Network Contributor", 0x4d97_b98b_1d4f_4787, 0xa291_c678_34d2_12e7),
        .eligible("New Relic APM Account Contributor", 0x5d28_c62d_5b37_4476, 0x8438_e587_778d_f237),
        .eligible("Reader and Data Access", 0xc12c_1c16_33a1_487b, 0x954d_41c8_9c60_f349),
        .eligible("Redis Cache Contributor", 0xe0f6_8234_74aa_48ed, 0xb826_c38b_5737_6e17),
        .eligible(
            "Resource Policy Contributor (Preview)", 0x3624_3c78_bf99_498c, 0x9df9_86d9_f8d2_8608,
            now: "Resource Policy Contributor"),
        .eligible("Scheduler Job Collections Contributor", 0x188a_0f2f_5c9e_469b, 0xae67_2aa5_ce57_4b94),
        .eligible("Search Service Contributor", 0x7ca7_8c08_252a_4471, 0x8644_bb5f_f32d_4ba0),
        .eligible("Security Admin", 0xfb1c_8493_542b_48eb, 0xb624_b4c8_fea6_2acd),
        .eligible("Security Manager (Legacy)", 0xe3d1_3bf0_dd5a_482e, 0xba6b_9b84_3387_8d10),
        .notEligible("Security Reader", 0x39bc_4728_0917_49c7, 0x9d2c_d954_23bc_2eb4),
        .eligible("Site Recovery Contributor", 0x6670_b86e_a3f7_4917, 0xac9b_5d6a_b1be_4567),
        .eligible("Site Recovery Operator", 0x494a_e006_db33_4328, 0xbf46_533a_6560_a3ca),
        .notEligible("Site Recovery Reader", 0xdbaa_88c4_0c30_4179, 0x9fb3_4631_9faa_6149),
        .eligible(
            "Spatial Anchors Account Contributor", 0x8bbe_83f1_e2a6_4df7, 0x8cb4_4e04_d4e5_c827, data: true,
            control: false),
        .eligible(
            "Spatial Anchors Account Owner", 0x70bb_e301_9835_447d, 0xafdd_19eb_3167_307c, data: true, control: false),
        .notEligible(
            "Spatial Anchors Account Reader", 0x5d51_204f_eb77_4b1c, 0xb86a_2ec6_26c4_9413, data: true, control: false),
        .eligible("SQL DB Contributor", 0x9b7f_a17d_e63e_47b0, 0xbb0a_15c5_16ac_86ec),
        .eligible("SQL Managed Instance Contributor", 0x4939_a1f6_9ae0_4e48, 0xa1e0_f2cb_e897_382d),
        .eligible("SQL Security Manager", 0x056c_d41c_7e88_42e1, 0x933e_88ba_6a50_c9c3),
        .eligible("SQL Server Contributor", 0x6d8e_e4ec_f05a_4a1d, 0x8b00_a9b1_7e38_b437),
        .eligible("Storage Account Contributor", 0x17d1_049b_9a84_46fb, 0x8f53_8698_81c3_d3ab),
        .eligible("Storage Account Key Operator Service Role", 0x81a9_662b_bebf_436f, 0xa333_f67b_2988_0f12),
        .eligible("Storage Blob Data Contributor", 0xba92_f5b4_2d11_453d, 0xa403_e96b_0029_c9fe, data: true),
        .eligible("Storage Blob Data Owner", 0xb7e6_dc6d_f1e8_4753, 0x8033_0f27_6bb0_955b, data: true),
        .notEligible("Storage Blob Data Reader", 0x2a2b_9908_6ea1_4ae2, 0x8e65_a410_df84_e7d1, data: true),
        .eligible("Storage Blob Delegator", 0xdb58_b8e5_c6ad_4a2a, 0x8342_4190_687c_bf4a),
        .eligible(
            "Storage File Data SMB Share Contributor", 0x0c86_7c2a_1d8c_454a, 0xa3db_ab2e_a1bd_c8bb, data: true,
            control: false),
        .eligible(
            "Storage File Data SMB Share Elevated Contributor", 0xa726_4617_510b_434b, 0xa828_9731_dc25_4ea7,
            data: true, control: false),
        .notEligible(
            "Storage File Data SMB Share Reader", 0xaba4_ae5f_2193_4029, 0x9191_0cb9_1df5_e314, data: true,
            control: false),
        .eligible("Storage Queue Data Contributor", 0x974c_5e8b_45b9_4653, 0xba55_5f85_5dd0_fb88, data: true),
        .eligible(
            "Storage Queue Data Message Processor", 0x8a0f_0c08_91a1_4084, 0xbc3d_661d_6723_3fed, data: true,
            control: false),
        .eligible(
            "Storage Queue Data Message Sender", 0xc6a8_9b2d_59bc_44d0, 0x9896_0f6e_12d7_b80a, data: true,
            control: false),
        .notEligible("Storage Queue Data Reader", 0x19e7_f393_937e_4f77, 0x808e_9453_5e29_7925, data: true),
        .eligible("Support Request Contributor", 0xcfd3_3db0_3dd1_45e3, 0xaa9d_cdbd_f3b6_f24e),
        .eligible("Traffic Manager Contributor", 0xa4b1_0055_b0c7_44c2, 0xb00f_c7b5_b355_0cf7),
        .eligible("User Access Administrator", 0x18d7_d88d_d35e_4fb5, 0xa5c3_7773_c20a_72d9),
        .eligible("Virtual Machine Administrator Login", 0x1c01_63c0_47e6_4577, 0x8991_ea5c_82e2_86e4, data: true),
        .eligible("Virtual Machine Contributor", 0x9980_e02c_c2be_4d73, 0x94e8_173b_1dc7_cf3c),
        .eligible("Virtual Machine User Login", 0xfb87_9df8_f326_4884, 0xb1cf_06f3_ad86_be52, data: true),
        .eligible("Web Plan Contributor", 0x2cc4_79cb_7b4d_49a8, 0xb449_8c00_fd0f_0a4b),
        .eligible("Website Contributor", 0xde13_9f84_1756_47ae, 0x9be6_808f_bbe8_4772),
    ]

    private static func eligible(
        _ name: String, _ high: UInt64, _ low: UInt64, now: String? = nil, data: Bool = false, control: Bool = true
    ) -> AzureRole {
        AzureRole(
            name: name, isEligible: true, definitionID: GUID(high: high, low: low), currentName: now ?? name,
            hasDataActions: data, hasControlPlaneActions: control)
    }

    private static func notEligible(
        _ name: String, _ high: UInt64, _ low: UInt64, now: String? = nil, data: Bool = false, control: Bool = true
    ) -> AzureRole {
        AzureRole(
            name: name, isEligible: false, definitionID: GUID(high: high, low: low), currentName: now ?? name,
            hasDataActions: data, hasControlPlaneActions: control)
    }
}
